"""Echo to three who stay; wait in one place only, for all of them."""

import selectors
import socket
from contextlib import ExitStack, suppress

echoes = 0


def welcome(listener):
    connection, _ = listener.accept()
    clients.enter_context(connection)  # closed when all are served
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ, serve)
    print("a client is here")
    #> a client is here
    #> a client is here
    #> a client is here


def serve(connection):
    global echoes
    if data := connection.recv(1024):
        connection.send(data)  # a few bytes: there is room
        echoes += 1
    else:
        selector.unregister(connection)  # it left early


listener = socket.create_server(("127.0.0.1", 12345))
with (
    listener,
    selectors.DefaultSelector() as selector,
    ExitStack() as clients,
):
    listener.setblocking(False)
    selector.register(listener, selectors.EVENT_READ, welcome)
    while echoes < 3:
        for key, _ in selector.select():  # the only wait
            with suppress(BlockingIOError):  # a false alarm
                key.data(key.fileobj)

"""Echo to all who come; wait in one place only, for all of them."""

import selectors
import socket
from contextlib import suppress


def welcome(listener):
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ, serve)
    print("a client is here")
    #> a client is here
    #> a client is here
    #> a client is here


def serve(connection):
    if data := connection.recv(1024):
        connection.send(data)  # a few bytes: there is room
    else:
        selector.unregister(connection)
        connection.close()


listener = socket.create_server(("127.0.0.1", 12345))
with listener, selectors.DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, selectors.EVENT_READ, welcome)
    while True:
        for key, _ in selector.select():  # the only wait
            with suppress(BlockingIOError):  # a false alarm
                key.data(key.fileobj)

"""Echo, with one thread that waits for all connections at once."""

import contextlib
import selectors
import socket
from selectors import EVENT_READ, EVENT_WRITE


def accept(listener):
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, EVENT_READ, bytearray())


def echo(connection, unsent):
    """Send what is unsent; receive only when nothing is."""
    if unsent:
        del unsent[: connection.send(unsent)]
    elif data := connection.recv(1024):
        unsent += data
    else:
        selector.unregister(connection)
        connection.close()
        return
    event = EVENT_WRITE if unsent else EVENT_READ
    selector.modify(connection, event, unsent)


with (
    selectors.DefaultSelector() as selector,
    socket.create_server(("127.0.0.1", 12345)) as listener,
):
    listener.setblocking(False)
    selector.register(listener, EVENT_READ)
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        for key, _ in selector.select():
            with contextlib.suppress(BlockingIOError):  # not ready now
                if key.fileobj is listener:
                    accept(listener)
                else:
                    echo(key.fileobj, key.data)

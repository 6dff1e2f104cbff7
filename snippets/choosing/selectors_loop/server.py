"""Echo, with one thread that waits for all connections at once."""

import socket
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector


def accept(listener):
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, EVENT_READ, bytearray())


def echo(connection, unsent):
    """Send what is unsent; receive only when nothing is."""
    try:
        if unsent:
            del unsent[: connection.send(unsent)]
        elif data := connection.recv(1024):
            unsent += data
        else:
            raise EOFError
        event = EVENT_WRITE if unsent else EVENT_READ
        selector.modify(connection, event, unsent)
    except BlockingIOError:
        pass  # it was not ready
    except (EOFError, OSError):  # it has left
        selector.unregister(connection)
        connection.close()


listener = socket.create_server(("127.0.0.1", 12345))
with listener, DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, EVENT_READ)
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        for key, _ in selector.select():
            with suppress(BlockingIOError, ConnectionError):
                if key.fileobj is listener:
                    accept(listener)
                else:
                    echo(key.fileobj, key.data)

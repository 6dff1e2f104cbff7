# Echo; who says nothing for a while is sent away.
import socket
import time
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector

LIMIT = 1  # second of silence


def welcome():
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, EVENT_READ)
    heard[connection] = time.monotonic()


def serve(connection):
    try:
        data = connection.recv(1024)
        connection.send(data)  # a few bytes: there is room
        heard[connection] = time.monotonic() if data else -LIMIT
    except BlockingIOError:
        pass  # a false alarm
    except OSError:  # the connection broke
        heard[connection] = -LIMIT


heard, wait = {}, None  # when each client was heard last
listener = socket.create_server(("127.0.0.1", 12345))
with listener, DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, EVENT_READ)
    while True:
        for key, _ in selector.select(wait):
            if key.fileobj is not listener:
                serve(key.fileobj)
            else:
                with suppress(BlockingIOError, ConnectionError):
                    welcome()
        end = time.monotonic() - LIMIT  # heard before: time is up
        for connection in [c for c in heard if heard[c] <= end]:
            selector.unregister(connection)
            connection.close()
            del heard[connection]
        wait = min(heard.values()) - end if heard else None

# Echo to many clients in one thread, with a limit for each.
import socket
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector


def welcome():
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, EVENT_READ, data=bytearray())


def serve(connection, owed):
    try:
        if owed:  # send, and keep what was not taken
            del owed[: connection.send(owed)]
        elif data := connection.recv(LIMIT):
            owed += data
        else:
            raise EOFError
        events = EVENT_WRITE if owed else EVENT_READ
        selector.modify(connection, events, owed)
    except BlockingIOError:
        pass  # a false alarm: wait again
    except (EOFError, OSError):  # it has left, or the connection broke
        selector.unregister(connection)
        connection.close()


LIMIT = 65_536  # bytes that may be owed to one client
most = 0
listener = socket.create_server(("127.0.0.1", 12345))
with listener, DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, EVENT_READ)
    while not most or len(selector.get_map()) > 1:
        for key, _ in selector.select():
            with suppress(BlockingIOError, ConnectionError):
                if key.fileobj is listener:
                    welcome()
                else:
                    serve(key.fileobj, key.data)
                    most = max(most, len(key.data))
print("most bytes owed to one client:", most)
#> most bytes owed to one client: 65536

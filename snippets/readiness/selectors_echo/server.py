# Echo to many clients in one thread, on any system.
import socket
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector


def welcome():
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, EVENT_READ, data=bytearray())


def serve(connection, owed):
    try:
        if owed:  # send, and keep what was not taken
            del owed[: connection.send(owed)]
        elif data := connection.recv(65_536):
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
        selector.modify(listener, EVENT_READ)  # there is room


listener = socket.create_server(("127.0.0.1", 12345))
with listener, DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, EVENT_READ)
    while True:
        for key, _ in selector.select():
            try:
                if key.fileobj is listener:
                    welcome()
                else:
                    serve(key.fileobj, key.data)
            except (BlockingIOError, ConnectionError):
                pass  # who had come has gone
            except OSError:  # no room: a listener is never writable
                if len(selector.get_map()) > 1:  # somebody may leave
                    selector.modify(listener, EVENT_WRITE)

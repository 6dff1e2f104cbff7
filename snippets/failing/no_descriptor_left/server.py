# Echo; with no descriptor left, let the listener rest.
import resource
import socket
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector


def welcome(listener):
    connection, _ = listener.accept()
    connection.setblocking(False)
    selector.register(connection, EVENT_READ, serve)


def serve(connection):
    try:
        if not (data := connection.recv(1024)):
            raise EOFError
        connection.send(data)  # a few bytes: there is room
    except BlockingIOError:
        pass  # a false alarm
    except (EOFError, OSError):  # it has left, or the connection broke
        selector.unregister(connection)
        connection.close()
        selector.modify(listener, EVENT_READ, welcome)  # listen again


told = False
listener = socket.create_server(("127.0.0.1", 12345))
with listener, DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, EVENT_READ, welcome)
    limit = listener.fileno() + 12  # descriptors, instead of 1024
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    while True:
        for key, _ in selector.select():
            try:
                key.data(key.fileobj)
            except (BlockingIOError, ConnectionError):
                pass  # who had come has gone
            except OSError as error:
                if not told:
                    print(error.strerror)
                    #> Too many open files
                told = True
                if len(selector.get_map()) > 1:  # somebody may leave
                    selector.modify(listener, EVENT_WRITE)  # never is

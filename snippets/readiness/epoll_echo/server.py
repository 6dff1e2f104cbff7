# Echo to many clients in one thread, and let epoll wait.
import socket
from select import EPOLLIN, EPOLLOUT, epoll


def welcome():
    connection, _ = listener.accept()
    connection.setblocking(False)
    clients[connection.fileno()] = connection, bytearray()
    interests.register(connection, EPOLLIN)


def serve(connection, owed):
    try:
        if owed:  # send, and keep what was not taken
            del owed[: connection.send(owed)]
        elif data := connection.recv(65_536):
            owed += data
        else:
            raise EOFError
        interests.modify(connection, EPOLLOUT if owed else EPOLLIN)
    except BlockingIOError:
        pass  # a false alarm: wait again
    except (EOFError, OSError):  # it has left, or the connection broke
        interests.unregister(connection)
        clients.pop(connection.fileno())[0].close()
        interests.modify(listener, EPOLLIN)  # there is room


clients = {}  # for each descriptor: connection, bytes owed to it
listener = socket.create_server(("127.0.0.1", 12345))
with listener, epoll() as interests:
    listener.setblocking(False)
    interests.register(listener, EPOLLIN)
    while True:
        for descriptor, _ in interests.poll():
            try:
                if descriptor in clients:
                    serve(*clients[descriptor])
                else:
                    welcome()
            except (BlockingIOError, ConnectionError):
                pass  # who had come has gone
            except OSError:  # no descriptor is left, until one leaves
                interests.modify(listener, 0 if clients else EPOLLIN)

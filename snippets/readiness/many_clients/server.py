# Echo in one thread until the last client has left.
import select
import socket
import threading
from contextlib import suppress


def welcome():
    connection, _ = listener.accept()
    connection.setblocking(False)
    clients[connection] = bytearray()


def serve(connection, owed):
    try:
        if owed:  # send, and keep what was not taken
            del owed[: connection.send(owed)]
        elif data := connection.recv(65_536):
            owed += data
        else:
            raise EOFError
    except BlockingIOError:
        pass  # a false alarm: wait again
    except (EOFError, OSError):  # it has left, or the connection broke
        del clients[connection]
        connection.close()


clients, most = {}, 0  # clients: the bytes owed to each connection
address = ("127.0.0.1", 12345)
with socket.create_server(address, backlog=100) as listener:
    listener.setblocking(False)
    while clients or not most:
        readers = [c for c in clients if not clients[c]]
        writers = [c for c in clients if clients[c]]
        ready = select.select([listener, *readers], writers, [])
        for sock in ready[0] + ready[1]:
            with suppress(BlockingIOError, ConnectionError):
                if sock is listener:
                    welcome()
                else:
                    serve(sock, clients[sock])
        most = max(most, len(clients))
print(f"{most} clients at once, {threading.active_count()} thread")
#> 100 clients at once, 1 thread

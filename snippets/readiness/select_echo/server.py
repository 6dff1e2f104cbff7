"""Echo to many clients in one thread, and let select() wait."""

import select
import socket
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


clients = {}  # for each connection, the bytes owed to it
with socket.create_server(("127.0.0.1", 12345)) as listener:
    listener.setblocking(False)
    try:
        while True:
            readers = [c for c in clients if not clients[c]]
            writers = [c for c in clients if clients[c]]
            ready = select.select([listener, *readers], writers, [])
            for sock in ready[0] + ready[1]:
                with suppress(BlockingIOError, ConnectionError):
                    if sock is listener:
                        welcome()
                    else:
                        serve(sock, clients[sock])
    finally:
        for connection in clients:
            connection.close()

# Echo to many clients in one thread, and let select() wait.
import select
import socket


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


clients, room = {}, 500  # the bytes owed to each; how many may come
with socket.create_server(("127.0.0.1", 12345)) as listener:
    listener.setblocking(False)
    while True:
        readers = [c for c in clients if not clients[c]]
        writers = [c for c in clients if clients[c]]
        if len(clients) < room:
            readers.append(listener)
        ready = select.select(readers, writers, [])
        for sock in ready[0] + ready[1]:
            try:
                if sock is listener:
                    welcome()
                else:
                    serve(sock, clients[sock])
            except (BlockingIOError, ConnectionError):
                pass  # who had come has gone
            except OSError:  # no descriptor is left
                room = len(clients) or room

"""Echo, one connection after the other, in one thread."""

import socket


def serve(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        connection, _ = listener.accept()
        serve(connection)

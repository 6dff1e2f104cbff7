"""Echo, with a thread for each connection."""

import socket
import threading


def serve(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=[connection]).start()

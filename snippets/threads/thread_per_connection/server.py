"""Echo, with a thread of its own for each connection."""

import socket
import threading


def serve(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        print("a client is here; threads:", threading.active_count())
        #> a client is here; threads: 1
        #> a client is here; threads: 2
        #> a client is here; threads: 3
        threading.Thread(target=serve, args=[connection]).start()

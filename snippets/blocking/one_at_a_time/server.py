"""Echo, one client after the other, in one thread."""

import socket


def serve(connection):
    while data := connection.recv(1024):
        connection.sendall(data)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            print("a client is being served")
            #> a client is being served
            #> a client is being served
            serve(connection)
        print("it has left")
        #> it has left
        #> it has left

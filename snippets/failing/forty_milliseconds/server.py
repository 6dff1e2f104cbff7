"""Answer requests of eight bytes, however they are cut."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as requests:
            answered = 0
            while requests.read(8):  # waits until all eight are there
                connection.sendall(b"ok")
                answered += 1
            print("answered", answered)
            #> answered 20
            #> answered 20
            #> answered 20

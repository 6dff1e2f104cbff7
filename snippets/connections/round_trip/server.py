"""Send each byte back as soon as it comes, until the client leaves."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    connection, _ = listener.accept()
    with connection:
        answers = 0
        while data := connection.recv(1):
            connection.sendall(data)
            answers += 1
        print("answered", answers, "times")
        #> answered 500 times

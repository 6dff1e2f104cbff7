"""Send three bytes, and more only when the client asks for more."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"abc")
        print("asked for", connection.recv(1024))  # waits for it
        #> asked for b'more'
        connection.sendall(b"defgh")
        print("asked for", connection.recv(1024))
        #> asked for b'all four'
        connection.sendall(b"ij")
        connection.sendall(b"kl")

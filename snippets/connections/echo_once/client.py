"""Connect to the server, send five bytes, and read the answer."""

import socket

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    connection.sendall(b"hello")
    print("client got", connection.recv(1024))  # waits for the answer
    #> client got b'HELLO'
    print("client got", connection.recv(1024))  # the server has left
    #> client got b''

"""Say hello, get the echo, and stay until the server leaves."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with socket.create_connection(ADDRESS) as connection:
    connection.sendall(b"hello")
    print("got", connection.recv(1024))
    #> got b'hello'
    print("and then", connection.recv(1024))
    #> and then b''

"""Announce the longest frame there is, four gigabytes, and wait."""

import socket

size = 2**32 - 1
with socket.create_connection(("127.0.0.1", 12345)) as connection:
    connection.sendall(size.to_bytes(4, "big"))
    print(f"announced {size} bytes")
    #> announced 4294967295 bytes
    print("the server's answer:", connection.recv(1024))
    #> the server's answer: b''

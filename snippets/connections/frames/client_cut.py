"""Announce a frame of 100 bytes, send five of them, and leave."""

import socket

size = 100
with socket.create_connection(("127.0.0.1", 12345)) as connection:
    connection.sendall(size.to_bytes(4, "big"))
    connection.sendall(b"hello")
    print(f"announced {size} bytes, sent 5")
    #> announced 100 bytes, sent 5

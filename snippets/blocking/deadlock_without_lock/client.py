"""Send a long message first, then read the server's greeting."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with socket.create_connection(ADDRESS) as connection:
    connection.settimeout(0.3)  # seconds
    try:
        for _ in range(200):
            connection.sendall(bytes(71_680))
        connection.recv(1024)
    except TimeoutError:
        print("client: in sendall() until the timeout")
        #> client: in sendall() until the timeout

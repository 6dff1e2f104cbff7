"""One client says nothing, one never reads, one behaves."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with socket.create_connection(ADDRESS, timeout=5) as silent:
    print("silent:", silent.recv(1024))
    #> silent: b''

with socket.create_connection(ADDRESS, timeout=5) as pushing:
    try:
        while True:
            pushing.sendall(bytes(65_536))  # and never reads
    except ConnectionError:
        print("pushing: cut off")
        #> pushing: cut off

with socket.create_connection(ADDRESS, timeout=5) as polite:
    polite.sendall(b"hello")
    print("polite:", polite.recv(1024))
    #> polite: b'HELLO'

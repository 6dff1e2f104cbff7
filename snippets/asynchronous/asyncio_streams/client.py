"""Two conversations at the same time, in turns."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as a,
    socket.create_connection(ADDRESS, timeout=5) as b,
):
    for words in (b"one", b"uno"), (b"two", b"dos"):
        a.sendall(words[0])
        b.sendall(words[1])
        for name, connection in ("A", a), ("B", b):
            print(name, connection.recv(1024))
            #> A b'ONE'
            #> B b'UNO'
            #> A b'TWO'
            #> B b'DOS'

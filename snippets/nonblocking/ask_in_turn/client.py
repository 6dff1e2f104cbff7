"""Two connections; the one that came first stays silent."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
):
    second.sendall(b"two")
    print("first is silent; second got", second.recv(1024))
    #> first is silent; second got b'two'
    first.sendall(b"one")
    print("now first got", first.recv(1024))
    #> now first got b'one'

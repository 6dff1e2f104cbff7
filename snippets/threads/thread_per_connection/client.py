"""Three connections to a server with threads; the first is silent."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
    socket.create_connection(ADDRESS, timeout=5) as third,
):
    third.sendall(b"three")
    print("third got", third.recv(1024))
    #> third got b'three'
    second.sendall(b"two")
    print("second got", second.recv(1024))
    #> second got b'two'

    # The first client has been silent until now.
    first.sendall(b"one")
    print("first got", first.recv(1024))
    #> first got b'one'

"""Two clients, one after the other, of a forgetful server."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
):
    first.sendall(b"one")
    first.shutdown(socket.SHUT_WR)  # that was all
    print("first got", first.recv(1024))
    #> first got b'one'

    # The server turns to the second client when the first one's
    # child has ended.
    second.sendall(b"two")
    second.shutdown(socket.SHUT_WR)
    print("second got", second.recv(1024))
    #> second got b'two'

    first.settimeout(0.2)  # enough for an end to come
    try:
        first.recv(1024)
    except TimeoutError:
        print("first's child is gone, but there is no b''")
        #> first's child is gone, but there is no b''

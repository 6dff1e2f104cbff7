"""Two connections to a server that serves one at a time."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
):
    print("both are connected")
    #> both are connected
    first.sendall(b"one")
    print("first got", first.recv(1024))
    #> first got b'one'

    # From now on the first client is silent. The second one speaks.
    second.sendall(b"two")
    second.settimeout(0.2)  # an answer takes far less
    try:
        second.recv(1024)
    except TimeoutError:
        print("second got no answer")
        #> second got no answer

    first.close()
    second.settimeout(5)
    print("first has left; second got", second.recv(1024))
    #> first has left; second got b'two'

"""Three connections to a server with a pool of two threads."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
    socket.create_connection(ADDRESS, timeout=5) as third,
):
    first.sendall(b"one")
    print("first got", first.recv(1024))
    #> first got b'one'
    second.sendall(b"two")
    print("second got", second.recv(1024))
    #> second got b'two'

    # Both stay, silent. The third client speaks.
    third.sendall(b"three")
    third.settimeout(0.2)  # enough to show that no answer comes
    try:
        third.recv(1024)
    except TimeoutError:
        print("third got no answer")
        #> third got no answer

    second.close()
    third.settimeout(5)
    print("second has left; third got", third.recv(1024))
    #> second has left; third got b'three'

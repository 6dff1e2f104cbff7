"""Send three datagrams without connecting, and read the echoes."""

import socket

SERVER = ("127.0.0.1", 12345)

with socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.settimeout(5)  # a datagram may get lost
    for message in b"one", b"", b"three":
        sock.sendto(message, SERVER)
    for _ in range(3):
        data, address = sock.recvfrom(1024)
        print("client got", data, "from", address)
        #> client got b'one' from ('127.0.0.1', 12345)
        #> client got b'' from ('127.0.0.1', 12345)
        #> client got b'three' from ('127.0.0.1', 12345)

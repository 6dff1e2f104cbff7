"""Two connections: one is silent at first, the other one speaks."""

import socket
import threading

ADDRESS = ("127.0.0.1", 12345)
message = bytes(range(256)) * 4000


def send():
    first.sendall(message)
    first.shutdown(socket.SHUT_WR)  # nothing more will come


with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
):
    # The first client is silent. The second one speaks.
    second.sendall(b"two")
    print("second got", second.recv(1024))
    #> second got b'two'

    # Now the first one, and its message is too long for one send.
    sender = threading.Thread(target=send)
    sender.start()
    echo = bytearray()
    while data := first.recv(65_536):
        echo += data
    sender.join()
    print("first got", len(echo), "bytes, the same:", echo == message)
    #> first got 1024000 bytes, the same: True

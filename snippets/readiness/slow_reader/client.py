"""One connection sends and never reads; another one does both."""

import select
import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS) as slow,
    socket.create_connection(ADDRESS, timeout=5) as quick,
):
    # Send and read nothing, until it is not writable for a while.
    slow.setblocking(False)
    sent = 0
    while select.select([], [slow], [], 0.1)[1]:
        sent += slow.send(bytes(65_536))
    print(f"slow: {sent} bytes sent, not writable any more")
    #> slow: 5898240 bytes sent, not writable any more

    quick.sendall(b"hello")
    print("quick got", quick.recv(1024))
    #> quick got b'hello'

    slow.settimeout(5)
    slow.shutdown(socket.SHUT_WR)  # nothing more will come
    received = 0
    while data := slow.recv(65_536):
        received += len(data)
    print("slow got every byte:", received == sent)
    #> slow got every byte: True

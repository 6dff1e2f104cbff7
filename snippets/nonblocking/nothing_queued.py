"""Look for what a refused read, and a refused write, leave behind."""

import select
import socket

left, right = socket.socketpair()
with left, right:
    left.setblocking(False)
    buffer = bytearray(5)
    try:
        left.recv_into(buffer)
    except BlockingIOError:
        print("recv_into() refused")
        #> recv_into() refused

    right.sendall(b"hello")
    select.select([left], [], [], 5)  # wait until it has arrived
    print("in its buffer later:", bytes(buffer))
    #> in its buffer later: b'\x00\x00\x00\x00\x00'
    left.recv_into(buffer)
    print("after a new call:", bytes(buffer))
    #> after a new call: b'hello'

    accepted = 0
    try:
        while True:
            accepted += left.send(bytes(65_536))
    except BlockingIOError:
        print("send() refused")
        #> send() refused

    left.shutdown(socket.SHUT_WR)
    arrived = 0
    while data := right.recv(65_536):  # now there is room again
        arrived += len(data)
    print(f"{arrived} bytes arrived")
    #> 233152 bytes arrived
    print("of the refused call:", arrived - accepted)
    #> of the refused call: 0

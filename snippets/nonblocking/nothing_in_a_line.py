"""Read lines from a non-blocking socket, through a buffered file."""

import socket

left, right = socket.socketpair()
with left, right, left.makefile("rb") as file:
    left.setblocking(False)
    print("nothing here, read(100):", file.read(100))
    #> nothing here, read(100): None
    print("nothing here, readline():", file.readline())
    #> nothing here, readline(): b''
    print("nothing here, all lines:", list(file))
    #> nothing here, all lines: []

    right.sendall(b"half a li")
    print("half a line is here:", file.readline())
    #> half a line is here: b'half a li'
    right.sendall(b"ne\n")
    print("the rest is here:", file.readline())
    #> the rest is here: b'ne\n'

"""Read on after a timeout: through a socket's file, by the socket."""

import socket

left, right = socket.socketpair()
with left, right, left.makefile("rb") as file:
    left.settimeout(0.05)
    right.sendall(b"half a li")
    try:
        file.readline()
    except TimeoutError as error:
        print("TimeoutError:", error)
        #> TimeoutError: timed out

    right.sendall(b"ne\n")
    try:
        file.readline()
    except OSError as error:
        print("OSError:", error)
        #> OSError: cannot read from timed out object

    print("the socket still reads:", left.recv(100))
    #> the socket still reads: b'ne\n'

"""Run into a timeout by recv(), see the end, and by sendall()."""

import socket

left, right = socket.socketpair()
with left, right:
    left.settimeout(0.05)
    try:
        left.recv(100)
    except TimeoutError as error:
        print("nobody wrote, TimeoutError:", error, error.errno)
        #> nobody wrote, TimeoutError: timed out None

    right.sendall(b"late")
    print("the connection still works:", left.recv(100))
    #> the connection still works: b'late'

    right.shutdown(socket.SHUT_WR)  # right will write no more
    print("the end looks different:", left.recv(100))
    #> the end looks different: b''

    try:
        while True:
            left.sendall(bytes(65_536))
    except TimeoutError as error:
        print("nobody read, TimeoutError:", error)
        #> nobody read, TimeoutError: timed out

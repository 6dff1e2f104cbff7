"""Four ways to be told that there is nothing to read."""

import select
import socket

left, right = socket.socketpair()
with left, right:
    left.setblocking(False)
    try:
        left.recv(100)
    except BlockingIOError:
        print("nothing now: BlockingIOError")
        #> nothing now: BlockingIOError

    with left.makefile("rb", buffering=0) as file:
        print("nothing now, asked through a file:", file.read(100))
        #> nothing now, asked through a file: None

    left.settimeout(0.05)
    try:
        left.recv(100)
    except TimeoutError:
        print("nothing for 0.05 s: TimeoutError")
        #> nothing for 0.05 s: TimeoutError

    left.setblocking(False)
    right.shutdown(socket.SHUT_WR)  # right will write no more
    select.select([left], [], [], 5)  # wait until left knows
    print("nothing ever again:", left.recv(100))
    #> nothing ever again: b''
    with left.makefile("rb", buffering=0) as file:
        print("nothing ever again, through a file:", file.read(100))
        #> nothing ever again, through a file: b''

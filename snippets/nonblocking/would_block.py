"""Make three non-blocking calls that have nothing to do."""

import errno
import select
import socket

codes = set()

left, right = socket.socketpair()
with left, right:
    left.setblocking(False)
    try:
        left.recv(100)
    except BlockingIOError as error:
        print("recv(), nothing there: BlockingIOError", error.errno)
        #> recv(), nothing there: BlockingIOError 11
        codes.add(error.errno)

    right.sendall(b"x")
    select.select([left], [], [], 5)  # wait until it has arrived
    print("recv(), something there:", left.recv(100))
    #> recv(), something there: b'x'

    try:
        while True:
            left.send(bytes(65_536))  # nobody reads
    except BlockingIOError as error:
        print("send(), no room: BlockingIOError", error.errno)
        #> send(), no room: BlockingIOError 11
        codes.add(error.errno)

with socket.create_server(("127.0.0.1", 0)) as listener:
    listener.setblocking(False)
    try:
        listener.accept()
    except BlockingIOError as error:
        print("accept(), no client: BlockingIOError", error.errno)
        #> accept(), no client: BlockingIOError 11
        codes.add(error.errno)

would_block = {errno.EAGAIN, errno.EWOULDBLOCK}
print("all three mean 'would block':", codes <= would_block)
#> all three mean 'would block': True

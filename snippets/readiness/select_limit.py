"""One socket under two numbers: who can wait for it?"""

import fcntl
import resource
import select
import selectors
import socket

# Let this process have descriptors above 1024.
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
if soft < 2048:
    resource.setrlimit(resource.RLIMIT_NOFILE, (2048, hard))


def numbered(number, sock):
    """Give a socket a second descriptor, with a number we choose."""
    copy = fcntl.fcntl(sock, fcntl.F_DUPFD_CLOEXEC, number)
    return socket.socket(fileno=copy)


left, right = socket.socketpair()
low, high = numbered(1023, left), numbered(1024, left)
with left, right, low, high:
    right.sendall(b"x")
    for sock in low, high:
        number = sock.fileno()
        try:
            ready, _, _ = select.select([sock], [], [], 5)
            print(number, "select() finds ready:", len(ready))
            #> 1023 select() finds ready: 1
        except ValueError as error:
            print(number, "ValueError:", error)
            #> 1024 ValueError: filedescriptor out of range in select()

    with selectors.DefaultSelector() as selector:
        selector.register(high, selectors.EVENT_READ)
        found = selector.select(5)
        print("1024 selectors find ready:", len(found))
        #> 1024 selectors find ready: 1

"""A child unregisters a socket from its parent's epoll instance."""

import os
import select
import socket

left, right = socket.socketpair()
with left, right, select.epoll() as epoll:
    epoll.register(left, select.EPOLLIN)
    right.sendall(b"x")
    print("reports before the fork:", len(epoll.poll(0)))
    #> reports before the fork: 1

    child = os.fork()
    if child == 0:
        try:
            epoll.unregister(left)  # the child has no use for it
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    print("reports to the parent now:", len(epoll.poll(0)))
    #> reports to the parent now: 0

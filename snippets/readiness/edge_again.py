"""An edge that was not drained, and modify() with the same flags."""

import select
import socket

EDGE = select.EPOLLIN | select.EPOLLET

reader, writer = socket.socketpair()
with reader, writer, select.epoll() as epoll:
    epoll.register(reader, EDGE)

    def ready():
        return bool(epoll.poll(timeout=0.05))

    writer.sendall(bytes(100))
    print("100 bytes have come:", ready())
    #> 100 bytes have come: True
    print("read", len(reader.recv(40)), "- ready again:", ready())
    #> read 40 - ready again: False

    epoll.modify(reader, EDGE)
    print("after modify():", ready())
    #> after modify(): True
    print("and once more:", ready())
    #> and once more: False

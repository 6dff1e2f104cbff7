"""What makes an edge-triggered descriptor ready again."""

import select
import socket

reader, writer = socket.socketpair()
with reader, writer, select.epoll() as epoll:
    reader.setblocking(False)  # a drain ends with a refused recv()
    epoll.register(reader, select.EPOLLIN | select.EPOLLET)

    def ready():
        return bool(epoll.poll(timeout=0.05))

    writer.sendall(bytes(100))
    print("100 bytes have come:", ready())
    #> 100 bytes have come: True
    print("read", len(reader.recv(40)), "- ready again:", ready())
    #> read 40 - ready again: False

    writer.sendall(bytes(1))
    print("1 byte has come, 60 are unread:", ready())
    #> 1 byte has come, 60 are unread: True

    drained = 0
    try:
        while data := reader.recv(40):
            drained += len(data)
    except BlockingIOError:
        print("drained", drained, "- ready again:", ready())
        #> drained 61 - ready again: False

    writer.sendall(bytes(1))
    print("1 byte has come, 0 were unread:", ready())
    #> 1 byte has come, 0 were unread: True

"""Bytes and the end of the stream, reported by a single edge."""

import select
import socket

reader, writer = socket.socketpair()
with reader, writer, select.epoll() as epoll:
    reader.setblocking(False)
    epoll.register(reader, select.EPOLLIN | select.EPOLLET)

    def ready():
        return bool(epoll.poll(timeout=0.05))

    writer.sendall(bytes(10))
    writer.close()  # the end is there before anybody asks
    print("10 bytes and the end have come:", ready())
    #> 10 bytes and the end have come: True
    print("read", len(reader.recv(100)), "- ready again:", ready())
    #> read 10 - ready again: False
    print("one more recv() returns", reader.recv(100))
    #> one more recv() returns b''

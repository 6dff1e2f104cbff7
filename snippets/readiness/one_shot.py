"""EPOLLONESHOT, and two bytes that come one after the other."""

import select
import socket

ONCE = select.EPOLLIN | select.EPOLLONESHOT

reader, writer = socket.socketpair()
with reader, writer, select.epoll() as epoll:
    epoll.register(reader, ONCE)

    def ready():
        return bool(epoll.poll(timeout=0.05))

    writer.sendall(b"a")
    print("a byte has come:", ready())
    #> a byte has come: True
    writer.sendall(b"b")
    print("another byte has come:", ready())
    #> another byte has come: False
    epoll.modify(reader, ONCE)
    print("armed again:", ready())
    #> armed again: True
    print("read:", reader.recv(100))
    #> read: b'ab'

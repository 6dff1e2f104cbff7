"""Receive a datagram of ten bytes with room for four."""

import socket

with (
    socket.socket(type=socket.SOCK_DGRAM) as receiver,
    socket.socket(type=socket.SOCK_DGRAM) as sender,
):
    receiver.bind(("127.0.0.1", 0))
    receiver.settimeout(5)
    sender.sendto(b"0123456789", receiver.getsockname())
    sender.sendto(b"next", receiver.getsockname())
    print("recv(4):", receiver.recv(4))
    #> recv(4): b'0123'
    print("recv(1000):", receiver.recv(1000))
    #> recv(1000): b'next'

"""Knock where nobody listens: a connect, and a datagram."""

import socket

with (
    socket.socket() as holder,
    socket.socket(type=socket.SOCK_DGRAM) as sender,
):
    # Hold a TCP port, so that no other program can listen on it.
    holder.bind(("127.0.0.1", 0))
    address = holder.getsockname()
    try:
        socket.create_connection(address, timeout=5)
    except ConnectionRefusedError:
        print("connect: refused")
        #> connect: refused

    print("datagram: sent", sender.sendto(b"hello", address), "bytes")
    #> datagram: sent 5 bytes

"""Connect twice, never bind, and ask who I am."""

import socket

SERVER = ("127.0.0.1", 12345)

with socket.socket() as first, socket.socket() as second:
    first.connect(SERVER)
    second.connect(SERVER)

    for connection in first, second:
        own = connection.getsockname()
        print("I am", own, "and talk to", connection.getpeername())
        #> I am ('127.0.0.1', 58150) and talk to ('127.0.0.1', 12345)
        #> I am ('127.0.0.1', 58166) and talk to ('127.0.0.1', 12345)
        seen = connection.recv(1024).decode()
        print("the server sees the same address:", seen == str(own))
        #> the server sees the same address: True
        #> the server sees the same address: True

    ports = {first.getsockname()[1], second.getsockname()[1]}
    print("ports that the kernel has chosen:", len(ports))
    #> ports that the kernel has chosen: 2

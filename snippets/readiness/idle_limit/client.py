"""Two clients: one is silent, the other one talks all the time."""

import select
import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=9) as silent,
    socket.create_connection(ADDRESS, timeout=9) as talker,
):

    def has_news():
        ready, _, _ = select.select([silent], [], [], 0.1)
        return bool(ready)

    while not has_news():
        talker.sendall(b"hello")
        talker.recv(1024)
    print("the silent one got", silent.recv(1024))
    #> the silent one got b''

    talker.sendall(b"still here")
    print("the other one got", talker.recv(1024))
    #> the other one got b'still here'
    print("and, when silent for as long,", talker.recv(1024))
    #> and, when silent for as long, b''

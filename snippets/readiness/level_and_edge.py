"""100 bytes, read 40 at a time: level-triggered, edge-triggered."""

import select
import socket

for name, flags in (
    ("level", select.EPOLLIN),
    ("edge", select.EPOLLIN | select.EPOLLET),
):
    reader, writer = socket.socketpair()
    with reader, writer, select.epoll() as epoll:
        epoll.register(reader, flags)
        writer.sendall(bytes(100))
        while epoll.poll(timeout=0.05):
            print(f"{name}: ready, read {len(reader.recv(40))}")
            #> level: ready, read 40
            #> level: ready, read 40
            #> level: ready, read 20
            #> edge: ready, read 40

        reader.setblocking(False)
        try:
            print(f"{name}: not ready, unread: {len(reader.recv(100))}")
            #> edge: not ready, unread: 60
        except BlockingIOError:
            print(f"{name}: not ready, nothing unread")
            #> level: not ready, nothing unread

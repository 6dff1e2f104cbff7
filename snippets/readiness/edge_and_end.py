"""Ten bytes and the end of the stream come before anybody asks."""

import select
import socket


def names(events):
    known = "EPOLLIN", "EPOLLRDHUP", "EPOLLHUP"
    return [name for name in known if events & getattr(select, name)]


for flag in 0, select.EPOLLRDHUP:
    reader, writer = socket.socketpair()
    with reader, writer, select.epoll() as epoll:
        reader.setblocking(False)
        events = select.EPOLLIN | select.EPOLLET | flag
        epoll.register(reader, events)

        writer.sendall(bytes(10))
        writer.shutdown(socket.SHUT_WR)  # before anybody asks
        reports = epoll.poll(timeout=0.05)
        print("10 bytes and the end:", names(reports[0][1]))
        #> 10 bytes and the end: ['EPOLLIN']
        #> 10 bytes and the end: ['EPOLLIN', 'EPOLLRDHUP']
        print("read", len(reader.recv(100)), "of at most 100")
        #> read 10 of at most 100
        #> read 10 of at most 100
        print("reports now:", epoll.poll(timeout=0.01))
        #> reports now: []
        #> reports now: []
        print("one more recv() returns", reader.recv(100))
        #> one more recv() returns b''
        #> one more recv() returns b''

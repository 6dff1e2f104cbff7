# Echo to many clients in one thread, and let kqueue wait.
import select
import socket
from contextlib import closing, suppress


def watch(sock, owed):  # order one report: of room, or of bytes
    kind = select.KQ_FILTER_WRITE if owed else select.KQ_FILTER_READ
    once = select.KQ_EV_ADD | select.KQ_EV_ONESHOT
    queue.control([select.kevent(sock, kind, once)], 0)
    watched[sock.fileno()] = sock, owed


def serve(sock, owed):
    with suppress(BlockingIOError, ConnectionAbortedError):
        if sock is listener:
            connection, _ = listener.accept()
            connection.setblocking(False)
            watch(connection, bytearray())
        elif owed:  # send, and keep what was not taken
            del owed[: sock.send(owed)]
        elif data := sock.recv(65_536):
            owed += data
        else:
            raise EOFError
    watch(sock, owed)


watched = {}  # for each descriptor: socket, bytes owed to it
listener = socket.create_server(("127.0.0.1", 12345))
with listener, closing(select.kqueue()) as queue:
    listener.setblocking(False)
    watch(listener, b"")
    while True:
        for event in queue.control(None, 100):
            try:
                serve(*watched[event.ident])
            except (EOFError, OSError):  # it has left, or broke off
                if event.ident != listener.fileno():
                    watched.pop(event.ident)[0].close()
                elif len(watched) > 1:
                    continue  # no descriptor, until somebody leaves
                watch(listener, b"")  # there is room

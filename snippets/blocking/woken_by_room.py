"""Fill a socket, and read until it is writable again."""

import select
import socket


def writable(sock):
    _, ready, _ = select.select([], [sock], [], 0)  # ask, don't wait
    return bool(ready)


writer, reader = socket.socketpair()
with writer, reader:
    writer.setblocking(False)
    queued = 0
    try:
        while True:
            queued += writer.send(bytes(4096))
    except BlockingIOError:
        pass  # full
    print(f"full with {queued} bytes; writable: {writable(writer)}")
    #> full with 180224 bytes; writable: False

    reader.settimeout(5)
    taken = 0
    while not writable(writer):
        taken += len(reader.recv(1024))
    print(f"writable again after {taken} bytes were read")
    #> writable again after 139264 bytes were read

    writer.shutdown(socket.SHUT_WR)
    unread = 0
    while data := reader.recv(1024):
        unread += len(data)
    print(f"unread at that moment: {unread} bytes")
    #> unread at that moment: 40960 bytes
    print("there was room, but it was not empty:", unread > 0)
    #> there was room, but it was not empty: True

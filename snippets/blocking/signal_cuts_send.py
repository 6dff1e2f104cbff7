"""Let an alarm interrupt a blocking send(), and then sendall()."""

import contextlib
import signal
import socket

message = bytes(400_000)
arrived = bytearray()
writer, reader = socket.socketpair()


def look_away(signum, frame):
    pass


def read_some(signum, frame):
    with contextlib.suppress(BlockingIOError):  # nothing here yet
        arrived.extend(reader.recv(len(message)))


with writer, reader:
    writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    reader.setblocking(False)

    signal.signal(signal.SIGALRM, look_away)
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)  # again and again
    sent = writer.send(message)  # blocking, and nobody reads
    print(f"send() returned {sent} of {len(message)}")
    #> send() returned 134144 of 400000

    # The handler is the only reader: sendall() can't end without it.
    signal.signal(signal.SIGALRM, read_some)
    writer.sendall(message)
    signal.setitimer(signal.ITIMER_REAL, 0)  # no more signals

    reader.setblocking(True)
    writer.shutdown(socket.SHUT_WR)
    while data := reader.recv(65_536):
        arrived.extend(data)
    print("sendall() sent", len(arrived) - sent)
    #> sendall() sent 400000

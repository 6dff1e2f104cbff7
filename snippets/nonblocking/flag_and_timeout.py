"""A timeout above 0, and a descriptor that somebody has switched."""

import os
import socket
import threading
import time

message = bytes(8_000_000)
left, right = socket.socketpair()


def read_late():
    while right.recv(65_536):
        pass


with left, right:
    left.settimeout(0.1)
    os.set_blocking(left.fileno(), True)  # as if by another process
    try:
        left.recv(100)
    except TimeoutError:
        print("recv() gave up as if nothing had happened")
        #> recv() gave up as if nothing had happened

    reader = threading.Timer(0.5, read_late)
    reader.start()
    start = time.monotonic()
    sent = left.send(message)
    waited = time.monotonic() - start
    print("send() took everything:", sent == len(message))
    #> send() took everything: True
    print("it waited longer than its timeout:", waited > 0.1)
    #> it waited longer than its timeout: True
    left.shutdown(socket.SHUT_WR)
    reader.join()

"""A time limit of the kernel's, and a lock that somebody else has."""

import errno
import fcntl
import os
import socket
import struct
import tempfile

left, right = socket.socketpair()
with left, right:
    limit = struct.pack("ll", 0, 50_000)  # seconds, microseconds
    left.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
    print("Python's mode:", left.getblocking(), left.gettimeout())
    #> Python's mode: True None
    print("the kernel's mode:", os.get_blocking(left.fileno()))
    #> the kernel's mode: True
    try:
        left.recv(100)
    except BlockingIOError as error:
        print("recv():", errno.errorcode[error.errno])
        #> recv(): EAGAIN

with tempfile.NamedTemporaryFile() as mine, open(mine.name) as other:
    fcntl.flock(mine, fcntl.LOCK_EX)
    try:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        print("flock():", errno.errorcode[error.errno])
        #> flock(): EAGAIN

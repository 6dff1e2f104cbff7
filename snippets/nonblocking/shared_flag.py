"""Switch the mode of one copy of a socket, and look at another."""

import os
import socket

left, right = socket.socketpair()
with left, right, left.dup() as twin:
    left.setblocking(False)  # and nobody touches twin
    print("twin's own timeout:", twin.gettimeout())
    #> twin's own timeout: None
    print("twin's descriptor blocks:", os.get_blocking(twin.fileno()))
    #> twin's descriptor blocks: False
    try:
        twin.recv(100)
    except BlockingIOError:
        print("twin.recv() refused")
        #> twin.recv() refused

    child = os.fork()
    if child == 0:
        os.set_blocking(left.fileno(), True)
        os._exit(0)
    os.waitpid(child, 0)
    print("left's own timeout:", left.gettimeout())
    #> left's own timeout: 0.0
    print("left's descriptor blocks:", os.get_blocking(left.fileno()))
    #> left's descriptor blocks: True

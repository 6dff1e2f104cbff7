"""One recv(), three modes: what happens while nothing has arrived."""

import socket
import threading

left, right = socket.socketpair()
with left, right:
    print("as created:", left.getblocking(), left.gettimeout())
    #> as created: True None
    # Nothing has arrived; another thread will send in a moment.
    sender = threading.Timer(0.05, right.sendall, [b"abc"])
    sender.start()
    print("recv(1000) returned", left.recv(1000))
    #> recv(1000) returned b'abc'
    sender.join()

    left.setblocking(False)  # means settimeout(0)
    print("non-blocking:", left.getblocking(), left.gettimeout())
    #> non-blocking: False 0.0
    try:
        left.recv(1000)
    except BlockingIOError:
        print("recv(1000) refused")
        #> recv(1000) refused

    left.settimeout(0.05)  # seconds
    print("with a timeout:", left.getblocking(), left.gettimeout())
    #> with a timeout: True 0.05
    try:
        left.recv(1000)
    except TimeoutError:
        print("recv(1000) gave up")
        #> recv(1000) gave up

"""End a server by SIGTERM, in the middle of a request."""

import os
import signal
import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=10) as idle,
    socket.create_connection(ADDRESS, timeout=10) as busy,
):
    idle.recv(100)  # each client is told the server's PID
    server = int(busy.recv(100))
    busy.sendall(b"one\ntwo")  # one request, and half of another
    print("an answer:", busy.recv(100))
    #> an answer: b'ONE\n'

    os.kill(server, signal.SIGTERM)  # to that process alone
    print("who was idle gets", idle.recv(100))
    #> who was idle gets b''
    try:  # a process may need a moment to close its listener
        while True:
            socket.create_connection(ADDRESS, timeout=10).close()
    except ConnectionRefusedError:
        print("who comes now is refused")
        #> who comes now is refused

    busy.sendall(b"\n")  # the other half
    print("who had begun gets", busy.recv(100), "and", busy.recv(100))
    #> who had begun gets b'TWO\n' and b''

"""Ask for four bytes by MSG_WAITALL, without a timeout and with one."""

import socket
import threading

for timeout in None, 5:
    left, right = socket.socketpair()
    with left, right:
        left.settimeout(timeout)
        right.sendall(b"ij")
        sender = threading.Timer(0.1, right.sendall, [b"kl"])
        sender.start()
        data = left.recv(4, socket.MSG_WAITALL)
        print(f"timeout {timeout}: {data}")
        #> timeout None: b'ijkl'
        #> timeout 5: b'ij'
        sender.join()

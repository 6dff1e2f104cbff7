"""The C function recv(), called with the GIL released and kept."""

import ctypes
import socket
import struct
import sys
import threading

has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
sys.setswitchinterval(10)  # no thread has to hand the GIL over
released = ctypes.CDLL(None).recv  # lets go of the GIL meanwhile
kept = ctypes.PyDLL(None).recv  # keeps it


def wait_for_bytes(recv, seconds, microseconds):
    def send():
        begin.wait()
        right.sendall(b"hello")

    left, right = socket.socketpair()
    with left, right:
        limit = struct.pack("ll", seconds, microseconds)
        left.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        begin = threading.Event()
        sender = threading.Thread(target=send)
        sender.start()
        begin.set()
        buffer = ctypes.create_string_buffer(5)
        returned = recv(left.fileno(), buffer, 5, 0)
        sender.join()
        return returned


with_release = wait_for_bytes(released, 10, 0)
print("GIL released, recv() returned", with_release)
#> GIL released, recv() returned 5

# Where there is no GIL to keep, this one gets its bytes as well.
with_gil = wait_for_bytes(kept, 0 if has_gil else 10, 100_000)
print("GIL kept, recv() returned", with_gil)
#> GIL kept, recv() returned -1
print("the GIL decided:", has_gil == (with_gil == -1))
#> the GIL decided: True

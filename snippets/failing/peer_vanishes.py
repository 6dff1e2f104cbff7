# The network goes away. Which connection notices it, and how?
import fcntl
import os
import socket
import struct
import sys


def watch(name, connection):
    try:
        print(name, connection.recv(100))
        #>   and again: b''
    except TimeoutError as error:
        print(name, repr(error))
        #> own timeout: TimeoutError('timed out')
        #> keepalive: TimeoutError(110, 'Connection timed out')
        #> user timeout: TimeoutError(110, 'Connection timed out')


try:  # a network of its own, which nobody else will miss
    os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
except OSError:
    sys.exit("no network of its own here")
control, SIOCSIFFLAGS = socket.socket(), 0x8914
up, down = (struct.pack("16sh", b"lo", flags) for flags in (0x41, 0))
fcntl.ioctl(control, SIOCSIFFLAGS, up)
with socket.create_server(("127.0.0.1", 0)) as listener:
    address = listener.getsockname()
    here = [socket.create_connection(address) for _ in range(3)]
    there = [listener.accept()[0] for _ in range(3)]
plain, probing, sending = here
probing.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
for name in "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT":
    probing.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), 1)
sending.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000)

fcntl.ioctl(control, SIOCSIFFLAGS, down)  # now nobody is reached
sending.send(b"are you there?")  # accepted, as ever
plain.settimeout(1)
watch("own timeout:", plain)
watch("keepalive:", probing)
watch("  and again:", probing)
watch("user timeout:", sending)
for sock in control, *here, *there:
    sock.close()

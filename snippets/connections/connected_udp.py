"""Send to a port that nobody has, without connect() and with it."""

import errno
import socket


def ask(sock, send, *arguments):
    sock.settimeout(0.5)
    sent = send(b"hello", *arguments)
    try:
        return sent, sock.recv(100)
    except OSError as error:
        return sent, type(error).__name__


with (
    socket.socket(type=socket.SOCK_DGRAM) as gone,
    socket.socket(type=socket.SOCK_DGRAM) as loose,
    socket.socket(type=socket.SOCK_DGRAM) as connected,
):
    gone.bind(("127.0.0.1", 0))
    address = gone.getsockname()
    gone.close()  # nobody has this port any more

    print("not connected:", *ask(loose, loose.sendto, address))
    #> not connected: 5 TimeoutError
    connected.connect(address)
    print("connected:", *ask(connected, connected.send))
    #> connected: 5 ConnectionRefusedError

    try:
        loose.sendto(bytes(65_508), address)
    except OSError as error:
        print("too large:", errno.errorcode[error.errno])
        #> too large: EMSGSIZE

"""Five more calls, and something is wrong with each."""

import errno
import socket


def attempt(call, *arguments):
    try:
        call(*arguments)
    except OSError as error:
        return f"{type(error).__name__}, {errno.errorcode[error.errno]}"
    except TypeError as error:
        return f"TypeError: {error}"


ALL_OF_LOOPBACK = ("127.255.255.255", 9)
ELSEWHERE = ("203.0.113.1", 9)  # an address for examples in texts

with (
    socket.create_server(("127.0.0.1", 0)) as listener,
    socket.create_connection(listener.getsockname()) as sock,
    socket.socket(type=socket.SOCK_DGRAM) as sender,
):
    print("text:", attempt(sock.send, "text"))
    #> text: TypeError: a bytes-like object is required, not 'str'
    print("again:", attempt(sock.connect, listener.getsockname()))
    #> again: OSError, EISCONN
    print("listener:", attempt(listener.send, b"x"))
    #> listener: BrokenPipeError, EPIPE
    print("to all:", attempt(sender.sendto, b"x", ALL_OF_LOOPBACK))
    #> to all: PermissionError, EACCES

    # Use no router; and there is no such network at this machine.
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_DONTROUTE, 1)
    print("no route:", attempt(sender.connect, ELSEWHERE))
    #> no route: OSError, ENETUNREACH

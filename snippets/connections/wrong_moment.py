"""Four calls that come at the wrong moment, or to the wrong place."""

import errno
import socket

NAMES = "EADDRNOTAVAIL", "EBADF", "ENOTCONN"


def name_of(error):
    """The name of an error, whose number every system has its own."""
    return next(
        name for name in NAMES if error.errno == getattr(errno, name)
    )


with socket.socket() as sock:
    try:
        sock.recv(1024)
    except OSError as error:
        print("recv() before connect():", name_of(error))
        #> recv() before connect(): ENOTCONN
    try:
        # An address for examples in texts: no machine has it.
        sock.bind(("203.0.113.1", 0))
    except OSError as error:
        print("bind() to another machine:", name_of(error))
        #> bind() to another machine: EADDRNOTAVAIL
try:
    sock.recv(1024)
except OSError as error:
    print("recv() after close():", name_of(error))
    #> recv() after close(): EBADF

try:
    # With this flag nobody is asked for the name.
    only = socket.AI_NUMERICHOST
    socket.getaddrinfo("no-such-name", 12345, flags=only)
except socket.gaierror as error:
    unknown = error.errno == socket.EAI_NONAME
    print("a name, not an address: gaierror, EAI_NONAME", unknown)
    #> a name, not an address: gaierror, EAI_NONAME True

"""Connect to a name that has several addresses."""

import socket
import time
from unittest import mock


def tries(*listeners, timeout):
    """Connect to a name that has the listeners' addresses."""
    addresses = []
    for listener in listeners:
        host, port = listener.getsockname()
        tcp = socket.SOCK_STREAM
        addresses += socket.getaddrinfo(host, port, type=tcp)
    with mock.patch("socket.getaddrinfo", return_value=addresses):
        return socket.create_connection(("name", 1), timeout=timeout)


with (
    socket.socket() as deaf,
    socket.create_server(("127.0.0.1", 0)) as good,
    socket.socket() as full,
):
    deaf.bind(("127.0.0.1", 0))  # nobody listens there
    with tries(deaf, good, timeout=5) as connection:
        port = connection.getpeername()[1]
        print("the second one:", port == good.getsockname()[1])
        #> the second one: True
        print("timeout of the socket:", connection.gettimeout())
        #> timeout of the socket: 5.0

    full.bind(("127.0.0.1", 0))
    full.listen(0)
    with socket.create_connection(full.getsockname()):  # full now
        start = time.monotonic()
        try:
            tries(full, full, full, timeout=0.2)
        except TimeoutError:
            waited = time.monotonic() - start
        print("longer than three times 0.2 s:", waited > 0.59)
        #> longer than three times 0.2 s: True

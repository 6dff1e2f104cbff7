"""Bind a port again, after either side has closed first."""

import errno
import socket


def serve_one_client(*, server_closes_first):
    """Listen, serve a client, close both ends; return the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        client = socket.create_connection(address)
        connection, _ = listener.accept()
    first, second = client, connection
    if server_closes_first:
        first, second = connection, client
    with first, second:
        first.shutdown(socket.SHUT_WR)
        second.recv(1)  # b"": the first side has closed
        second.close()
        first.recv(1)  # b"": both have
    return address


def bind_again(address, *, reuse):
    with socket.socket() as listener:
        option = socket.SO_REUSEADDR
        listener.setsockopt(socket.SOL_SOCKET, option, reuse)
        try:
            listener.bind(address)
        except OSError as error:
            return errno.errorcode[error.errno]
        return "bound"


used = serve_one_client(server_closes_first=False)
print("the client closed first:", bind_again(used, reuse=False))
#> the client closed first: bound

used = serve_one_client(server_closes_first=True)
print("the server closed first:", bind_again(used, reuse=False))
#> the server closed first: EADDRINUSE
print("with SO_REUSEADDR:", bind_again(used, reuse=True))
#> with SO_REUSEADDR: bound

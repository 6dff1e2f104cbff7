"""Listen again with SO_REUSEADDR: does the old listener matter?"""

import errno
import socket


def serve_one_client(*, reuse):
    """Listen, serve a client, close first; return the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # create_server() has set the option: leave it, or not.
        option = socket.SO_REUSEADDR
        listener.setsockopt(socket.SOL_SOCKET, option, reuse)
        address = listener.getsockname()
        client = socket.create_connection(address)
        connection, _ = listener.accept()
    with connection, client:
        connection.shutdown(socket.SHUT_WR)
        client.recv(1)  # b"": the server has closed
        client.close()
        connection.recv(1)  # b"": both have
    return address


def listen_again(address):
    try:
        with socket.create_server(address):  # sets the option
            return "bound"
    except OSError as error:
        return errno.errorcode[error.errno]


used = serve_one_client(reuse=True)
print("the old listener had the option:", listen_again(used))
#> the old listener had the option: bound

used = serve_one_client(reuse=False)
print("the old listener had not:", listen_again(used))
#> the old listener had not: EADDRINUSE

"""A user logs in, and comes back on a second connection."""

import socket

ADDRESS = ("127.0.0.1", 12345)


def ask(connection, request):
    connection.sendall(request)
    return connection.recv(1024).decode()


with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
):
    print("first connection, login:", ask(first, b"login ada"))
    #> first connection, login: known
    print("first connection, later:", ask(first, b"hello ada"))
    #> first connection, later: known

    # One worker is busy with the first connection. So it is the
    # other one that has accepted the second connection.
    print("second connection:", ask(second, b"hello ada"))
    #> second connection: unknown

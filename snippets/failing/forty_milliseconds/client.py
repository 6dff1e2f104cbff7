"""The same twenty requests, sent in three ways."""

import socket
import time

ADDRESS = ("127.0.0.1", 12345)


def in_two(connection):
    connection.sendall(b"head")
    connection.sendall(b"body")


def in_one(connection):
    connection.sendall(b"head" + b"body")


def seconds(send, no_delay):
    """Send a request, wait for its answer, twenty times; the median."""
    times = []
    with socket.create_connection(ADDRESS, timeout=5) as connection:
        option = socket.IPPROTO_TCP, socket.TCP_NODELAY, no_delay
        connection.setsockopt(*option)
        for _ in range(20):
            begin = time.perf_counter()
            send(connection)
            connection.recv(2)
            times.append(time.perf_counter() - begin)
    return sorted(times)[10]


slow = seconds(in_two, no_delay=False)
print(f"in two sends: {slow * 1000:.0f} ms for each request")
#> in two sends: 48 ms for each request
quick = seconds(in_one, no_delay=False)
print("in one: at least ten times as quick:", quick * 10 < slow)
#> in one: at least ten times as quick: True
quick = seconds(in_two, no_delay=True)
print("in two, TCP_NODELAY: the same:", quick * 10 < slow)
#> in two, TCP_NODELAY: the same: True

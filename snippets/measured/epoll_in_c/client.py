"""Twenty clients at the same time, with ten lines each."""

import socket
from concurrent.futures import ThreadPoolExecutor

ADDRESS = ("127.0.0.1", 12345)


def talk(number):
    """Send lines, wait for each echo, count the correct ones."""
    correct = 0
    with (
        socket.create_connection(ADDRESS, timeout=10) as connection,
        connection.makefile("rb") as echoes,
    ):
        for turn in range(10):
            line = f"client {number}, turn {turn}\n".encode()
            connection.sendall(line)
            correct += echoes.readline() == line
    return correct


with ThreadPoolExecutor(20) as clients:
    print("correct echoes:", sum(clients.map(talk, range(20))))
    #> correct echoes: 200

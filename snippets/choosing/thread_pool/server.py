"""Echo, with eight threads for all connections."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress


def serve(connection):
    with connection, suppress(OSError):  # a break ends this one only
        connection.settimeout(60)  # the longest silence
        while data := connection.recv(1024):
            connection.sendall(data)
    connections.discard(connection)


def accept():
    while True:
        try:
            return listener.accept()[0]
        except OSError:  # no descriptor is left, until somebody leaves
            time.sleep(0.1)


connections = set()  # of those who are served, or wait in the pool
with (
    ThreadPoolExecutor(8) as pool,
    socket.create_server(("127.0.0.1", 12345)) as listener,
):
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    try:
        while True:
            connection = accept()
            connections.add(connection)
            with suppress(RuntimeError):  # no thread now: it waits
                pool.submit(serve, connection)
    finally:  # the pool waits for its threads, so wake them
        for connection in connections.copy():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

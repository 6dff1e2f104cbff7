"""Echo, with eight threads for all connections."""

import socket
from concurrent.futures import ThreadPoolExecutor


def serve(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


with (
    ThreadPoolExecutor(8) as pool,
    socket.create_server(("127.0.0.1", 12345)) as listener,
):
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        connection, _ = listener.accept()
        pool.submit(serve, connection)

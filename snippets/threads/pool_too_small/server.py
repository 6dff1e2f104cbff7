"""Echo, with two threads for any number of connections."""

import socket
from concurrent.futures import ThreadPoolExecutor


def serve(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


with (
    socket.create_server(("127.0.0.1", 12345)) as listener,
    ThreadPoolExecutor(max_workers=2) as pool,
):
    while True:
        connection, _ = listener.accept()
        print("accepted, and handed to the pool")
        #> accepted, and handed to the pool
        #> accepted, and handed to the pool
        #> accepted, and handed to the pool
        pool.submit(serve, connection)

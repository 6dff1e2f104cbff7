"""Twenty clients stay; then those who were served leave."""

import contextlib
import selectors
import socket


def collect():
    """Take all echoes; after 0.3 s without one, no more will come."""
    served = []
    while ready := waiting.select(timeout=0.3):
        for key, _ in ready:
            key.fileobj.recv(1024)
            waiting.unregister(key.fileobj)
            served.append(key.fileobj)
    return served


with (
    contextlib.ExitStack() as everybody,
    selectors.DefaultSelector() as waiting,
):
    for _ in range(20):
        client = socket.create_connection(("127.0.0.1", 12345), 5)
        everybody.enter_context(client)
        client.sendall(b"hello")
        waiting.register(client, selectors.EVENT_READ)

    first = collect()
    print("served while all stay:", len(first))
    #> served while all stay: 10
    for client in first:
        client.close()
    print("served after these have left:", len(collect()))
    #> served after these have left: 10

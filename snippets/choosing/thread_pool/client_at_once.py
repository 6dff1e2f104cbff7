"""Ten clients connect and stay; how many are served meanwhile?"""

import contextlib
import selectors
import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    contextlib.ExitStack() as everybody,
    selectors.DefaultSelector() as waiting,
):
    for _ in range(10):
        client = socket.create_connection(ADDRESS, timeout=5)
        everybody.enter_context(client)
        client.sendall(b"are you there?")
        waiting.register(client, selectors.EVENT_READ)

    served = []
    # Who has no echo 0.3 s after the last one is not being served.
    while len(served) < 10 and (ready := waiting.select(timeout=0.3)):
        for key, _ in ready:
            key.fileobj.recv(1024)
            waiting.unregister(key.fileobj)
            served.append(key.fileobj)
    print("served while all stay:", len(served))
    #> served while all stay: 8

    for client in served:
        client.close()
    late = 0
    while late < 10 - len(served):
        for key, _ in waiting.select():
            key.fileobj.recv(1024)
            waiting.unregister(key.fileobj)
            key.fileobj.close()  # makes room for the next one
            late += 1
    print("served after others left:", late)
    #> served after others left: 2

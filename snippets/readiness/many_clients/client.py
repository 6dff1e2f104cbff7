"""100 connections at once; the last one to connect speaks first."""

import contextlib
import socket

ADDRESS = ("127.0.0.1", 12345)

with contextlib.ExitStack() as stack:
    clients = [
        stack.enter_context(socket.create_connection(ADDRESS, 5))
        for _ in range(100)
    ]
    print("connected:", len(clients))
    #> connected: 100

    correct = 0
    for number, client in reversed(list(enumerate(clients))):
        message = f"I am number {number}".encode()
        client.sendall(message)
        correct += client.recv(1024) == message
    print("served correctly:", correct)
    #> served correctly: 100

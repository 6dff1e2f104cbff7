"""Four listeners on one port, and one that closes too early."""

import contextlib
import socket


def answer_all(listener):
    """Answer everyone who waits in this listener's queue."""
    answered = 0
    listener.setblocking(False)
    with contextlib.suppress(BlockingIOError):  # the queue is empty
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"hello")
            answered += 1
    return answered


with contextlib.ExitStack() as stack:
    address = ("127.0.0.1", 0)  # the first one gets a free port
    options = {"reuse_port": True, "backlog": 400}
    listeners, clients = [], []
    for _ in range(4):
        listeners.append(socket.create_server(address, **options))
        address = stack.enter_context(listeners[-1]).getsockname()
    for _ in range(400):
        clients.append(socket.create_connection(address, 5))
        stack.enter_context(clients[-1])

    listeners[0].close()  # and has accepted nobody
    answered = [answer_all(listener) for listener in listeners[1:]]
    print("the others answered", answered)
    #> the others answered [92, 101, 109]
    reset = 0
    for client in clients:
        try:
            client.recv(1024)
        except ConnectionResetError:
            reset += 1
    print("reset with the first:", reset)
    #> reset with the first: 98
    print("sum:", sum(answered) + reset)
    #> sum: 400

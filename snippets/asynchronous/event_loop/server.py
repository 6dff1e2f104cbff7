"""An event loop: several conversations, one thread."""

import selectors
import socket
from selectors import EVENT_READ, EVENT_WRITE


def talk(connection):
    print("a conversation begins")
    #> a conversation begins
    #> a conversation begins
    with connection:
        while True:
            yield connection, EVENT_READ  # wait, but not here
            if not (answer := connection.recv(1024).upper()):
                return
            while answer:
                yield connection, EVENT_WRITE
                answer = answer[connection.send(answer) :]


def serve(listener):
    while True:
        yield listener, EVENT_READ
        connection, _ = listener.accept()
        run(talk(connection))


def run(task):
    """Run a task up to its next yield; note what it waits for."""
    for sock, event in task:
        sock.setblocking(False)
        selector.register(sock, event, task)
        return


with (
    selectors.DefaultSelector() as selector,
    socket.create_server(("127.0.0.1", 12345)) as listener,
):
    run(serve(listener))
    while True:
        for key, _ in selector.select():
            selector.unregister(key.fileobj)
            run(key.data)

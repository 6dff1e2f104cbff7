"""Two processes share a listener, and each has its own users."""

import multiprocessing
import signal
import socket
from contextlib import suppress

logged_in = set()  # did very well as long as there was one process


def work():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        with suppress(OSError):  # a break ends this connection only
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(60)  # the longest silence
                while request := connection.recv(1024):
                    command, _, name = request.partition(b" ")
                    if command == b"login":
                        logged_in.add(name)
                    known = name in logged_in
                    answer = b"known" if known else b"unknown"
                    connection.sendall(answer)


# Let SIGTERM do what Ctrl-C does: end the workers, then the parent.
signal.signal(signal.SIGTERM, signal.default_int_handler)
context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    workers = [
        context.Process(target=work, daemon=True) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    try:
        signal.pause()  # until Ctrl-C or SIGTERM
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
            worker.close()

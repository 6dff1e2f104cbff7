"""Echo, with four processes that are there before anybody comes."""

import multiprocessing
import signal
import socket
from contextlib import suppress


def work():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        with suppress(OSError):  # a break ends this connection only
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(60)  # the longest silence
                while data := connection.recv(1024):
                    connection.sendall(data)


# Let SIGTERM do what Ctrl-C does: end the workers, then the parent.
signal.signal(signal.SIGTERM, signal.default_int_handler)
context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    workers = [
        context.Process(target=work, daemon=True) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    print(len(workers), "workers at", listener.getsockname())
    #> 4 workers at ('127.0.0.1', 12345)
    try:
        signal.pause()  # until Ctrl-C or SIGTERM
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
            worker.close()

"""Two processes share a listener, and each has its own users."""

import multiprocessing
import signal
import socket

logged_in = set()  # did very well as long as there was one process


def work():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it
    while True:
        connection, _ = listener.accept()
        with connection:
            while request := connection.recv(1024):
                command, name = request.split()
                if command == b"login":
                    logged_in.add(name)
                known = name in logged_in
                connection.sendall(b"known" if known else b"unknown")


context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    workers = [context.Process(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    try:
        signal.pause()  # until Ctrl-C, which the workers get as well
    finally:
        for worker in workers:
            worker.join()
            worker.close()

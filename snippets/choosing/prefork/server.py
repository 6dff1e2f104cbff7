"""Echo, with four processes that are there before anybody comes."""

import multiprocessing
import signal
import socket


def work():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it
    while True:
        connection, _ = listener.accept()
        with connection:
            while data := connection.recv(1024):
                connection.sendall(data)


context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    workers = [context.Process(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    print(len(workers), "workers at", listener.getsockname())
    #> 4 workers at ('127.0.0.1', 12345)
    try:
        signal.pause()  # until Ctrl-C, which the workers get as well
    finally:
        for worker in workers:
            worker.join()
            worker.close()

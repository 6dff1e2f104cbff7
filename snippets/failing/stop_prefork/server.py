# Four workers answer in capitals; the parent ends them well.
import multiprocessing
import os
import signal
import socket
import time
from contextlib import suppress


def may_end(yes):  # now, by SIGTERM; or not before the next yes
    how = signal.SIG_UNBLOCK if yes else signal.SIG_BLOCK
    signal.pthread_sigmask(how, {signal.SIGTERM})


def work():
    while True:
        may_end(True)
        with suppress(OSError), listener.accept()[0] as connection:
            connection.sendall(b"%d" % os.getppid())
            begun = b""  # the beginning of a request
            while len(begun) < 9999 and (data := connection.recv(1024)):
                may_end(False)
                text = (begun + data).upper()
                lines, newline, begun = text.rpartition(b"\n")
                connection.sendall(lines + newline)
                may_end(not begun)


signals = {signal.SIGINT, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # sigwait() gets them
context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    workers = [context.Process(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    signal.sigwait(signals)
    listener.shutdown(socket.SHUT_RDWR)  # refuses all who come now
for worker in workers:
    worker.terminate()  # SIGTERM
deadline = time.monotonic() + 5  # for what has begun
for worker in workers:
    worker.join(max(0, deadline - time.monotonic()))
    worker.kill()  # without effect on one that has ended
    worker.join()
    worker.close()

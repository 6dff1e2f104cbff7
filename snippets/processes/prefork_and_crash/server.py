"""Three workers, forked in advance, accept on the same listener."""

import contextlib
import os
import signal
import socket


def work():
    while True:
        connection, _ = listener.accept()
        with connection:
            while data := connection.recv(1024):
                if data == b"crash":
                    os.kill(os.getpid(), signal.SIGKILL)
                connection.sendall(b"worker %d" % os.getpid())


def become_worker():
    try:
        work()
    finally:  # an exception ends the worker, and nobody else
        os._exit(1)


signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
with socket.create_server(("127.0.0.1", 12345)) as listener:
    workers = set()
    try:
        for _ in range(3):
            workers.add(os.fork() or become_worker())
        while True:  # the parent never accepts: it looks after them
            pid, status = os.wait()
            workers.remove(pid)
            code = os.waitstatus_to_exitcode(status)
            how = f"signal {-code}" if code < 0 else f"status {code}"
            print(f"a worker died of {how}; here is another")
            #> a worker died of signal 9; here is another
            workers.add(os.fork() or become_worker())
    finally:  # Ctrl-C or SIGTERM: they end with their parent
        for pid in workers:
            with contextlib.suppress(OSError):  # it has just ended
                os.kill(pid, signal.SIGTERM)
                os.waitpid(pid, 0)

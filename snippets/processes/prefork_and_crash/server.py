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


def start_worker():
    if os.fork() == 0:
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            work()
        finally:  # an exception ends the worker, and nobody else
            os._exit(1)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    for _ in range(3):
        start_worker()
    try:
        while True:  # the parent never accepts: it looks after them
            _, status = os.wait()
            code = os.waitstatus_to_exitcode(status)
            how = f"signal {-code}" if code < 0 else f"status {code}"
            print(f"a worker died of {how}; here is another")
            #> a worker died of signal 9; here is another
            start_worker()
    finally:
        with contextlib.suppress(ChildProcessError):  # none is left
            while True:
                os.wait()  # Ctrl-C reaches the workers as well

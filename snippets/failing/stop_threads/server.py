# Answer in capitals; at the end, finish what has begun.
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress


def serve(connection):
    with connection, suppress(OSError):  # a break ends this one only
        connection.sendall(b"%d" % os.getpid())
        while data := connection.recv(1024):
            text = (begun[connection] + data).upper()
            lines, newline, rest = text.rpartition(b"\n")
            begun[connection] = rest
            connection.sendall(lines + newline)
            if len(rest) > 9_999 or (stopping and not rest):
                break
    del begun[connection]


begun, tasks, stopping = {}, set(), False
signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
with ThreadPoolExecutor(8) as pool:
    try:
        with socket.create_server(("127.0.0.1", 12345)) as listener:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:  # no descriptor is left
                    time.sleep(0.1)
                    continue
                begun[connection] = b""  # of a request, nothing yet
                tasks.add(pool.submit(serve, connection))
                tasks -= {task for task in tasks if task.done()}
    except KeyboardInterrupt:
        stopping = True
    for patience in 0, 5:  # first who is idle; the rest has 5 seconds
        wait(tasks, timeout=patience)
        how = socket.SHUT_RDWR if patience else socket.SHUT_RD
        for connection, rest in begun.copy().items():
            if patience or not rest:
                with suppress(OSError):  # it has just gone
                    connection.shutdown(how)  # its recv() returns

# Answer in capitals; at the end, finish what has begun.
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
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


begun, stopping = {}, False
signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
with ThreadPoolExecutor(8) as pool:
    try:
        with socket.create_server(("127.0.0.1", 12345)) as listener:
            listener.settimeout(1)  # a signal may just miss accept()
            while True:
                try:
                    connection, _ = listener.accept()
                    begun[connection] = b""  # of a request, nothing yet
                    pool.submit(serve, connection)
                except (OSError, RuntimeError):  # nobody, or no room
                    time.sleep(0.1)
    except KeyboardInterrupt:
        stopping = True
    for patience, how in (0, socket.SHUT_RD), (5, socket.SHUT_RDWR):
        limit = time.monotonic() + patience
        while begun and time.monotonic() < limit:  # somebody is left
            time.sleep(0.1)
        for connection, rest in begun.copy().items():
            if patience or not rest:  # at first, who is idle
                with suppress(OSError):  # it has just gone
                    connection.shutdown(how)  # its recv() returns

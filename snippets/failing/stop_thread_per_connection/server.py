# Answer in capitals; at the end, finish what has begun.
import os
import signal
import socket
import time
from contextlib import suppress
from threading import Thread, active_count


def serve(connection):
    begun[connection] = b""  # of a request, nothing yet
    with connection, suppress(OSError):  # a break ends this one only
        connection.sendall(b"%d" % os.getpid())
        while data := connection.recv(1024):
            text = (begun[connection] + data).upper()
            lines, newline, rest = text.rpartition(b"\n")
            begun[connection] = rest
            connection.sendall(lines + newline)
            if len(rest) > 9_999 or (end and not rest):
                break
    del begun[connection]


begun, end = {}, None
signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
try:
    with socket.create_server(("127.0.0.1", 12345)) as listener:
        listener.settimeout(1)  # a signal may just miss accept()
        while True:
            try:
                connection, _ = listener.accept()
                thread = Thread(target=serve, args=[connection])
                thread.daemon = True  # Python does not wait for it
                thread.start()
            except OSError:  # nobody came, or no descriptor is left
                time.sleep(0.1)
            except RuntimeError:  # no thread is left: turn it away
                connection.close()
except KeyboardInterrupt:
    end = time.monotonic() + 5
for idle in [c for c, rest in begun.copy().items() if not rest]:
    with suppress(OSError):  # it has just gone
        idle.shutdown(socket.SHUT_RD)  # its recv() returns b""
while active_count() > 1 and time.monotonic() < end:
    time.sleep(0.1)

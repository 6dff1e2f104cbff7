# Answer in capitals; at the end, finish what has begun.
import os
import signal
import socket
import time
from selectors import EVENT_READ, DefaultSelector

signals = {signal.SIGINT, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # asked for below
listener, end = socket.create_server(("127.0.0.1", 12345)), None
listener.setblocking(False)
begun = {listener: b""}  # for each client, the half of a request
with DefaultSelector() as selector:
    selector.register(listener, EVENT_READ)
    while begun and (not end or time.monotonic() < end):
        for key, _ in selector.select(0.5):
            sock = key.fileobj
            try:
                if sock is listener:
                    sock, _ = listener.accept()
                    sock.setblocking(False)
                    selector.register(sock, EVENT_READ)
                    begun[sock] = b""
                    sock.send(b"%d" % os.getpid())  # there is room
                else:
                    data = sock.recv(1024)
                    text = (begun[sock] + data).upper()
                    lines, newline, begun[sock] = text.rpartition(b"\n")
                    sock.send(lines + newline)
                    if not data or len(begun[sock]) > 9_999:
                        raise EOFError
            except BlockingIOError:
                pass  # a false alarm
            except (EOFError, OSError):  # it has left, or it broke
                if sock is not listener:
                    begun[sock] = None
        if signals & signal.sigpending():  # stop, and leave who is idle
            end = end or time.monotonic() + 5
        for sock in [s for s in begun if begun[s] is None or end]:
            if not begun[sock]:
                selector.unregister(sock)
                sock.close()
                del begun[sock]

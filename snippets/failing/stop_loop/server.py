# Answer in capitals; at the end, finish what has begun.
import os
import signal
import socket
import time
from selectors import EVENT_READ, DefaultSelector


def serve(sock):
    if sock is listener:
        connection, _ = listener.accept()
        connection.send(b"%d" % os.getpid())  # few bytes: there is room
        connection.setblocking(False)
        selector.register(connection, EVENT_READ)
        begun[connection] = b""
    elif data := sock.recv(1024):
        text = (begun[sock] + data).upper()
        lines, newline, begun[sock] = text.rpartition(b"\n")
        sock.send(lines + newline)
    else:
        raise EOFError


signals = {signal.SIGINT, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # asked for below
listener, end = socket.create_server(("127.0.0.1", 12345)), None
listener.setblocking(False)
begun = {listener: b""}  # for each client, the half of a request
with DefaultSelector() as selector:
    selector.register(listener, EVENT_READ)
    while begun and (not end or time.monotonic() < end):
        for key, _ in selector.select(0.5):
            try:
                serve(key.fileobj)
            except BlockingIOError:
                pass  # a false alarm
            except (EOFError, ConnectionError):
                begun[key.fileobj] = None  # it has left, or it broke
        if signals & signal.sigpending():  # stop, and leave who is idle
            end = end or time.monotonic() + 5
        for sock in [s for s in begun if begun[s] is None or end]:
            if not begun[sock]:
                selector.unregister(sock)
                sock.close()
                del begun[sock]

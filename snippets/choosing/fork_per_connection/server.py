"""Echo, with a process for each connection."""

import multiprocessing
import signal
import socket
import time
from contextlib import suppress


def serve(connection):
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    listener.close()  # this is the parent's work
    with connection, suppress(OSError):  # a break ends this one only
        connection.settimeout(60)  # the longest silence
        while data := connection.recv(1024):
            connection.sendall(data)


# Let SIGTERM do what Ctrl-C does: end the children, then the parent.
signal.signal(signal.SIGTERM, signal.default_int_handler)
context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        try:
            connection, _ = listener.accept()
            with connection:  # the child has a copy of its own
                context.Process(  # a daemon ends with its parent
                    target=serve, args=[connection], daemon=True
                ).start()
        except OSError:  # no descriptor or no process is left
            multiprocessing.active_children()  # forget who has ended
            time.sleep(0.1)

"""Echo, with a process for each connection."""

import os
import signal
import socket
import time
import traceback
from contextlib import suppress


def serve(connection):  # in a child, which ends here in any case
    try:
        listener.close()  # this is the parent's work
        with connection, suppress(OSError):  # a break ends it quietly
            connection.settimeout(60)  # the longest silence
            while data := connection.recv(1024):
                connection.sendall(data)
    except Exception:
        traceback.print_exc()
        raise
    finally:  # Ctrl-C and SIGTERM come to this, too
        os._exit(0)


# Let SIGTERM do what Ctrl-C does: end the children, then the parent.
signal.signal(signal.SIGTERM, signal.default_int_handler)
children = set()
with socket.create_server(("127.0.0.1", 12345)) as listener:
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    try:
        while True:
            try:
                connection, _ = listener.accept()
                with connection:  # the child has a copy of its own
                    children.add(os.fork() or serve(connection))
            except OSError:  # no descriptor or no process is left
                time.sleep(0.1)
            while children and (pid := os.waitpid(-1, os.WNOHANG)[0]):
                children.remove(pid)  # it has ended: no zombie stays
    finally:
        for pid in children:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)

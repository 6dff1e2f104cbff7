"""Fork for each connection, and forget to close it in the parent."""

import contextlib
import os
import signal
import socket


def serve(connection):
    while data := connection.recv(1024):
        connection.sendall(data)


signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
with (
    socket.create_server(("127.0.0.1", 12345)) as listener,
    contextlib.ExitStack() as at_the_end,
):
    while True:
        connection, _ = listener.accept()
        at_the_end.enter_context(connection)  # closed far too late
        child = os.fork()
        if child == 0:
            try:
                serve(connection)
            finally:
                os._exit(0)
        # A parent would not wait here. It does so to know for sure
        # that the child is gone, and that it is not the cause.
        try:
            os.waitpid(child, 0)
        except KeyboardInterrupt:
            os.kill(child, signal.SIGKILL)
            raise
        print("the child has ended, and all that it had is closed")
        #> the child has ended, and all that it had is closed
        #> the child has ended, and all that it had is closed

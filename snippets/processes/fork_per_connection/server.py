"""Echo, with a process of its own for each connection."""

import os
import signal
import socket


def serve(connection):
    while data := connection.recv(1024):
        connection.sendall(b"%b from process %d" % (data, os.getpid()))


# Nobody asks how a child ended, so the kernel need not remember it.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            if os.fork() == 0:  # here we are the child
                try:
                    listener.close()
                    serve(connection)
                finally:  # Ctrl-C and exceptions, too
                    os._exit(0)  # without the parent's clean-up
        # The parent has closed its copy and goes on at once.
        print("parent: given to a child")
        #> parent: given to a child
        #> parent: given to a child

"""Echo, with a process of its own for each connection."""

import os
import signal
import socket
import traceback


def serve(connection):
    while data := connection.recv(1024):
        connection.sendall(b"%b from process %d" % (data, os.getpid()))


def become_child(connection):
    try:
        listener.close()
        serve(connection)
        os._exit(0)  # without the parent's clean-up
    except Exception:  # the client broke off, or there is a bug
        traceback.print_exc()
        raise
    finally:  # Ctrl-C and SIGTERM come to this, too
        os._exit(1)


signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
children = set()
with socket.create_server(("127.0.0.1", 12345)) as listener:
    try:
        while True:
            connection, _ = listener.accept()
            with connection:
                children.add(os.fork() or become_child(connection))
            # The parent has closed its copy and goes on at once.
            print("parent: given to a child")
            #> parent: given to a child
            #> parent: given to a child
            while children and (pid := os.waitpid(-1, os.WNOHANG)[0]):
                children.remove(pid)  # it has ended: no zombie stays
    finally:  # end the children, and wait for them
        for pid in children:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)

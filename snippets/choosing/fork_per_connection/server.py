"""Echo, with a process for each connection."""

import multiprocessing
import signal
import socket


def serve(connection):
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it
    listener.close()  # this is the parent's work
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


context = multiprocessing.get_context("fork")
with socket.create_server(("127.0.0.1", 12345)) as listener:
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        connection, _ = listener.accept()
        with connection:  # the child has a copy of its own
            context.Process(target=serve, args=[connection]).start()

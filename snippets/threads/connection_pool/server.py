"""Answer in capitals, with a thread for each connection."""

import socket
import threading
import time
from contextlib import suppress


def serve(connection):
    with connection, suppress(OSError):  # a break ends this one only
        while data := connection.recv(1024):
            connection.sendall(data.upper())


def accept():
    while True:
        try:
            return listener.accept()[0]
        except OSError:  # no descriptor is left, until somebody leaves
            time.sleep(0.1)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection = accept()
        print("a connection")
        #> a connection
        #> a connection
        thread = threading.Thread(target=serve, args=[connection])
        thread.daemon = True  # Ctrl-C does not wait for it
        try:
            thread.start()
        except RuntimeError:  # no thread is left: turn this one away
            connection.close()

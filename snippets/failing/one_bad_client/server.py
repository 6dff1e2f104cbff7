"""Echo, and survive whatever one client does."""

import socket
import threading
from contextlib import suppress


def serve(connection):
    with connection, suppress(OSError):  # a break ends this one only
        connection.settimeout(60)  # the longest silence
        while data := connection.recv(1024):
            connection.sendall(data)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        thread = threading.Thread(target=serve, args=[connection])
        thread.daemon = True  # Ctrl-C does not wait for it
        thread.start()

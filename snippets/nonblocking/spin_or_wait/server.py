"""Answer each client a tenth of a second after its question."""

import socket
import time

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            question = connection.recv(1024)
            time.sleep(0.1)
            connection.sendall(b"an answer")
            print("answered", question)
            #> answered b'spinning?'
            #> answered b'waiting?'

"""Accept, read nothing for a while, announce the read, read all."""

import socket
import time

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            time.sleep(0.2)  # time for the client to fill all buffers
            connection.sendall(b"now I read")
            received = 0
            while data := connection.recv(65_536):
                received += len(data)
            print("read", received, "bytes")
            #> read 14336000 bytes

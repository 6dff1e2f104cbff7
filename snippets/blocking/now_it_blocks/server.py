"""Read nothing until the doorbell rings; then report a first part."""

import socket
import time

PART = 1_000_000

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            # The client connects again when no more bytes fit. Until
            # then this program does not call recv() at all.
            doorbell, _ = listener.accept()
            doorbell.close()
            time.sleep(0.1)  # be slow, so that the wait can be seen

            # Wait until a first part of this size has been read.
            part = connection.recv(PART, socket.MSG_WAITALL)
            message = f"I have read {len(part)} bytes"
            connection.sendall(message.encode())

            received = len(part)
            while data := connection.recv(65_536):
                received += len(data)
            print("received", received, "in all")
            #> received 17274880 in all

"""Read nothing until the client has sent everything and left."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            # A client connects again once it has sent and closed.
            # Until then this program does not call recv() at all.
            doorbell, _ = listener.accept()
            doorbell.close()

            calls = received = 0
            while data := connection.recv(1024):
                calls += 1
                received += len(data)
            print(f"read {received} bytes in {calls} chunks")
            #> read 71680 bytes in 70 chunks
            #> read 71680 bytes in 70 chunks

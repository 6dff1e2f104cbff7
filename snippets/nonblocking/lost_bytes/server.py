"""Read everything, but only after the client has told its count."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            # The client connects again to tell what send() returned.
            # Until then nobody reads from the first connection.
            second, _ = listener.accept()
            with second, second.makefile() as file:
                sent = int(file.read())

            received = 0
            while data := connection.recv(65_536):
                received += len(data)
            print(f"received {received} bytes")
            #> received 3919467 bytes
            print("difference to what send() said:", received - sent)
            #> difference to what send() said: 0

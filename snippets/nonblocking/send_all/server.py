"""Read nothing until the doorbell rings, then read to the end."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        doorbell, _ = listener.accept()
        with connection, doorbell:
            doorbell.recv(1)  # returns when the client closes it

            received = bytearray()
            while data := connection.recv(65_536):
                received += data
        print(f"received {len(received)} bytes")
        #> received 14336000 bytes
        print("in order:", received == b"Foo Bar" * 2_048_000)
        #> in order: True

"""Read the whole request, whatever its size, and then answer."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    connection, _ = listener.accept()
    with connection:
        request = bytearray()
        while data := connection.recv(1024):
            request += data
        print("the request ended after", len(request), "bytes")
        #> the request ended after 7000 bytes
        answer = f"{request.count(b'o')} times the letter o"
        connection.sendall(answer.encode())

"""Send a long greeting first, then read the client's message."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    connection, _ = listener.accept()
    with connection:
        try:
            for _ in range(200):
                connection.sendall(bytes(71_680))
            connection.recv(1024)
        except ConnectionError:
            print("server: in sendall() until the client was gone")
            #> server: in sendall() until the client was gone

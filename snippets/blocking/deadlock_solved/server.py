"""Send a long greeting first, then read the client's message."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(5)
        for _ in range(200):
            connection.sendall(bytes(71_680))
        connection.shutdown(socket.SHUT_WR)  # end of the greeting

        received = 0
        while data := connection.recv(65_536):
            received += len(data)
        print("server: sent everything, then read", received)
        #> server: sent everything, then read 14336000

"""Tell each client the address from which it has come."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, address = listener.accept()
        with connection:
            print("a client has come from", address)
            #> a client has come from ('127.0.0.1', 58150)
            #> a client has come from ('127.0.0.1', 58166)
            connection.sendall(str(address).encode())

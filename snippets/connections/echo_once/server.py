"""Wait for one client, answer it in capital letters, and end."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    print("listening on", listener.getsockname())
    #> listening on ('127.0.0.1', 12345)
    connection, _ = listener.accept()  # waits for a client
    with connection:
        request = connection.recv(1024)  # waits for its bytes
        print("server got", request)
        #> server got b'hello'
        connection.sendall(request.upper())

"""Ask recv() for more bytes than there are, and for fewer."""

import socket

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    # The server has sent 3 bytes and waits for us to ask for more.
    print("recv(1000):", connection.recv(1000))
    #> recv(1000): b'abc'
    connection.sendall(b"more")

    print("recv(2):", connection.recv(2))
    #> recv(2): b'de'
    print("recv(1000):", connection.recv(1000))
    #> recv(1000): b'fgh'
    connection.sendall(b"all four")

    # Two sends are on their way. Wait for the whole size.
    data = connection.recv(4, socket.MSG_WAITALL)
    print("recv(4, MSG_WAITALL):", data)
    #> recv(4, MSG_WAITALL): b'ijkl'
    print("recv(1000):", connection.recv(1000))
    #> recv(1000): b''

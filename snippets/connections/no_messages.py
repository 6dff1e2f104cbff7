"""Send twice and receive once; then send once, and receive twice."""

import socket


def wait_until_there(connection, size):
    """Look without taking, until so many bytes have arrived."""
    while len(connection.recv(1024, socket.MSG_PEEK)) < size:
        pass


with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    connection, _ = listener.accept()

with client, connection:
    client.sendall(b"one")
    client.sendall(b"two")
    wait_until_there(connection, 6)
    print("two sends, one recv():", connection.recv(1024))
    #> two sends, one recv(): b'onetwo'

    client.sendall(b"abcdef")
    wait_until_there(connection, 6)
    print("one send, first recv():", connection.recv(4))
    #> one send, first recv(): b'abcd'
    print("one send, second recv():", connection.recv(4))
    #> one send, second recv(): b'ef'

    client.close()
    print("the end of the stream:", connection.recv(4))
    #> the end of the stream: b''
    print("and forever:", connection.recv(4))
    #> and forever: b''

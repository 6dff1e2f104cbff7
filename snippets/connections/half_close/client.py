"""Say that the request is complete, and then read the answer."""

import socket

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    for _ in range(1000):
        connection.sendall(b"Foo Bar")
    connection.shutdown(socket.SHUT_WR)  # I will send no more
    try:
        connection.sendall(b"one thing more")
    except BrokenPipeError:
        print("no more sending")
        #> no more sending

    answer = bytearray()
    while data := connection.recv(1024):
        answer += data
    print("still receiving:", answer.decode())
    #> still receiving: 2000 times the letter o

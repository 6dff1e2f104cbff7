"""Send a long message while a second thread reads the greeting."""

import socket
import threading

ADDRESS = ("127.0.0.1", 12345)


def read_greeting():
    received = 0
    while data := connection.recv(65_536):
        received += len(data)
    print("client: read", received)
    #> client: read 14336000


with socket.create_connection(ADDRESS, timeout=5) as connection:
    reader = threading.Thread(target=read_greeting)
    reader.start()
    try:
        for _ in range(200):
            connection.sendall(bytes(71_680))
        connection.shutdown(socket.SHUT_WR)  # end of the message
    finally:  # close only when nobody reads; recv() has a timeout
        reader.join()

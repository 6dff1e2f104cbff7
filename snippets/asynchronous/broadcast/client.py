"""One speaks, one listens, and a third one does not read."""

import socket

ADDRESS = ("127.0.0.1", 12345)
PIECE = bytes(65_536)


def read_piece(connection):
    received = 0
    while received < len(PIECE):
        received += len(connection.recv(65_536))


with (
    socket.create_connection(ADDRESS, timeout=1) as sleeper,
    socket.create_connection(ADDRESS, timeout=1) as listener,
    socket.create_connection(ADDRESS, timeout=1) as speaker,
):
    pieces = 0
    try:
        while pieces < 400:
            speaker.sendall(PIECE)
            read_piece(listener)
            pieces += 1
        print("the listener got all of them")
    except TimeoutError:
        print("the listener gets nothing more")
        #> the listener gets nothing more
    try:
        while sleeper.recv(65_536):
            pass
        print("the sleeper reads the end")
    except TimeoutError:
        print("the sleeper read all that was there")
        #> the sleeper read all that was there
    except ConnectionResetError:
        print("the sleeper was cut off")

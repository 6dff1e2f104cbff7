"""Read messages that carry their length in front of them."""

import socket


def receive_exactly(connection, size):
    data = bytearray()
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise EOFError(f"{len(data)} bytes of {size} arrived")
        data += piece
    return bytes(data)


def receive_frames(connection):
    # The end may come between two frames, and only there.
    while first := connection.recv(1):
        prefix = first + receive_exactly(connection, 3)
        size = int.from_bytes(prefix, "big")
        yield receive_exactly(connection, size)


with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                for frame in receive_frames(connection):
                    print("frame:", frame)
                    #> frame: b'one'
                    #> frame: b''
                    #> frame: b'three'
                print("the client is done")
                #> the client is done
            except (EOFError, OSError) as error:  # or it broke
                print("cut off:", error)
                #> cut off: 5 bytes of 100 arrived

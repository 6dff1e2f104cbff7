"""Read messages that carry their length in front of them."""

import socket

LIMIT = 1_000_000  # bytes in a frame; a client may announce more


def receive_exactly(connection, size):
    data = bytearray()
    while len(data) < size:
        piece = connection.recv(min(size - len(data), 65_536))
        if not piece:
            raise EOFError(f"{len(data)} bytes of {size} arrived")
        data += piece
    return bytes(data)


def receive_frames(connection):
    # The end may come between two frames, and only there.
    while first := connection.recv(1):
        prefix = first + receive_exactly(connection, 3)
        size = int.from_bytes(prefix, "big")
        if size > LIMIT:
            raise ValueError(f"a frame of {size} bytes")
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
            except (EOFError, ValueError, OSError) as error:
                print("cut off:", error)
                #> cut off: 5 bytes of 100 arrived
                #> cut off: a frame of 4294967295 bytes

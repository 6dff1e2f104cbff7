"""Send three frames, one byte at a time."""

import socket

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    for message in b"one", b"", b"three":
        prefix = len(message).to_bytes(4, "big")
        for byte in prefix + message:
            connection.sendall(bytes([byte]))
        print("sent", prefix, "and", message)
        #> sent b'\x00\x00\x00\x03' and b'one'
        #> sent b'\x00\x00\x00\x00' and b''
        #> sent b'\x00\x00\x00\x05' and b'three'

"""Send 71,680 bytes on a blocking socket to a server not reading."""

import socket

ADDRESS = ("127.0.0.1", 12345)
payload = b"Foo Bar" * 10_240

with socket.create_connection(ADDRESS) as connection:
    sent = connection.send(payload)
    print(f"blocking send(): {sent} of {len(payload)} bytes")
    #> blocking send(): 71680 of 71680 bytes

# Ring: only now does the server begin to read.
socket.create_connection(ADDRESS).close()

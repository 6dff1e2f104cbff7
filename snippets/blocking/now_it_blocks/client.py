"""Send the article's 71,680 bytes 200 times on a blocking socket."""

import socket
import time

payload = b"Foo Bar" * 10_240

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    start = time.monotonic()
    for _ in range(200):
        connection.sendall(payload)
    waited = time.monotonic() - start
    print(f"sent {200 * len(payload)} bytes in {waited:.3f} s")
    #> sent 14336000 bytes in 0.209 s

    # Had the loop not waited for the reader, its message could not be
    # here yet, and this recv() would raise BlockingIOError.
    connection.setblocking(False)
    print("already here:", connection.recv(100))
    #> already here: b'now I read'

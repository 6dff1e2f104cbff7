"""Fill all buffers, ring, and send the payload 200 times more."""

import socket
import time

ADDRESS = ("127.0.0.1", 12345)
payload = b"Foo Bar" * 10_240

with socket.create_connection(ADDRESS) as connection:
    connection.settimeout(0.1)
    filled = 0
    try:
        while True:
            filled += connection.send(payload)
    except TimeoutError:
        print(f"not writable for 0.1 s, after {filled} bytes")
        #> not writable for 0.1 s, after 2938880 bytes
    connection.settimeout(None)  # blocking, without a limit

    # Ring: only now does the server begin to read.
    socket.create_connection(ADDRESS).close()
    start = time.monotonic()
    for _ in range(200):
        connection.sendall(payload)
    waited = time.monotonic() - start
    print(f"sent {200 * len(payload)} bytes more in {waited:.3f} s")
    #> sent 14336000 bytes more in 0.122 s

    # If the loop was through before the server had read a part, the
    # message is not here, and this recv() raises BlockingIOError.
    connection.setblocking(False)
    print("already here:", connection.recv(100))
    #> already here: b'I have read 1000000 bytes'

"""One send() on a non-blocking socket, as in the article, but big."""

import socket

ADDRESS = ("127.0.0.1", 12345)
payload = b"Foo Bar" * 10_240 * 200

with socket.create_connection(ADDRESS) as connection:
    connection.setblocking(False)
    sent = connection.send(payload)
    print(f"send() took {sent} of {len(payload)}")
    #> send() took 3919467 of 14336000
    print(len(payload) - sent, "bytes were never sent")
    #> 10416533 bytes were never sent
    print("Data sent")
    #> Data sent

with socket.create_connection(ADDRESS) as second:
    second.sendall(str(sent).encode())

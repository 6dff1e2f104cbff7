"""A sendall() for a non-blocking socket."""

import selectors
import socket

ADDRESS = ("127.0.0.1", 12345)
payload = b"Foo Bar" * 10_240 * 200


def send_all(sock, data):
    refused = 0
    unsent = memoryview(data).cast("B")  # bytes, without a copy
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_WRITE)
        while unsent:
            try:
                sent = sock.send(unsent)
                unsent = unsent[sent:]
            except BlockingIOError:
                refused += 1
                doorbell.close()  # from now on the server reads
                selector.select()  # sleep until there is room
    return refused


with (
    socket.create_connection(ADDRESS) as connection,
    socket.create_connection(ADDRESS) as doorbell,
):
    connection.setblocking(False)
    refused = send_all(connection, payload)
    print(f"all sent; send() refused {refused} times")
    #> all sent; send() refused 6 times

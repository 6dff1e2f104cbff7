"""A socket is writable, and a message is eight million bytes."""

import select
import socket

message = bytes(8_000_000)


def writable(sock):
    _, ready, _ = select.select([], [sock], [], 0)  # ask, don't wait
    return bool(ready)


writer, reader = socket.socketpair()
with writer, reader:
    writer.settimeout(0.1)  # in place of a blocking call
    print("writable:", writable(writer))
    #> writable: True
    try:
        writer.sendall(message)  # nobody reads
    except TimeoutError:
        print("and yet sendall() had to wait: TimeoutError")
        #> and yet sendall() had to wait: TimeoutError

writer, reader = socket.socketpair()
with writer, reader:
    writer.setblocking(False)
    print("writable:", writable(writer))
    #> writable: True
    sent = writer.send(message)
    print(f"non-blocking send() took {sent} of {len(message)}")
    #> non-blocking send() took 219264 of 8000000

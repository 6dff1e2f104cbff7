"""With a timeout, send more than fits: by send(), by sendall()."""

import socket

message = bytes(8_000_000)

writer, reader = socket.socketpair()
with writer, reader:
    writer.settimeout(0.1)
    sent = writer.send(message)  # nobody reads
    print(f"send() took {sent} of {len(message)} bytes")
    #> send() took 219264 of 8000000 bytes

writer, reader = socket.socketpair()
with writer, reader:
    writer.settimeout(0.1)
    try:
        writer.sendall(message)  # nobody reads
    except TimeoutError:
        print("sendall() says TimeoutError, and not how much it sent")
        #> sendall() says TimeoutError, and not how much it sent

    writer.shutdown(socket.SHUT_WR)
    arrived = 0
    while data := reader.recv(65_536):
        arrived += len(data)
    print(f"a torn message of {arrived} bytes has arrived")
    #> a torn message of 219264 bytes has arrived

"""Call sendall() on a non-blocking socket until no more fits."""

import socket

message = bytes(65_536)

writer, reader = socket.socketpair()
with writer, reader:
    writer.setblocking(False)
    whole = 0
    try:
        while True:
            writer.sendall(message)  # nobody reads
            whole += 1
    except BlockingIOError:
        print("sendall() raised BlockingIOError")
        #> sendall() raised BlockingIOError

    writer.shutdown(socket.SHUT_WR)
    arrived = 0
    while data := reader.recv(65_536):
        arrived += len(data)
    print("messages sent as a whole:", whole)
    #> messages sent as a whole: 3
    torn = arrived - whole * len(message)
    print(f"of the next one: {torn} of {len(message)} bytes")
    #> of the next one: 36544 of 65536 bytes

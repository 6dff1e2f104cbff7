"""Send datagrams to a program that does not read."""

import socket

COUNT = 5000

with (
    socket.socket(type=socket.SOCK_DGRAM) as receiver,
    socket.socket(type=socket.SOCK_DGRAM) as sender,
):
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    receiver.bind(("127.0.0.1", 0))
    print("blocking, without a timeout:", sender.gettimeout() is None)
    #> blocking, without a timeout: True
    for number in range(COUNT):
        datagram = number.to_bytes(4, "big") + bytes(1396)
        sender.sendto(datagram, receiver.getsockname())
    print(COUNT, "sends have returned, and nobody has read")
    #> 5000 sends have returned, and nobody has read

    receiver.settimeout(0.2)
    arrived = []
    try:
        while True:
            number = receiver.recv(2000)[:4]
            arrived.append(int.from_bytes(number, "big"))
    except TimeoutError:
        pass  # no more datagrams
    print(f"{len(arrived)} arrived; all:", len(arrived) == COUNT)
    #> 56 arrived; all: False
    print("in order:", arrived == sorted(arrived))
    #> in order: True

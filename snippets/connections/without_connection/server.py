"""Send each datagram back to where it came from."""

import socket

with socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 12345))
    while True:
        data, address = sock.recvfrom(1024)
        print("server got", data)
        #> server got b'one'
        #> server got b''
        #> server got b'three'
        sock.sendto(data, address)

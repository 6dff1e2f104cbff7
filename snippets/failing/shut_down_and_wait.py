"""The same unread greeting, and a way to lose nothing."""

import socket
import threading

DATA = bytes(1_000_000)


def greet_and_count(peer):
    with peer:
        peer.sendall(b"hello")
        count = 0
        while data := peer.recv(65_536):
            count += len(data)
        peer.sendall(b" and %d bytes" % count)  # then the end


with socket.create_server(("127.0.0.1", 0)) as listener:
    here = socket.create_connection(listener.getsockname(), 5)
    peer, _ = listener.accept()

thread = threading.Thread(target=greet_and_count, args=[peer])
thread.start()
with here:
    here.sendall(DATA)
    here.shutdown(socket.SHUT_WR)  # 1. that was all
    answer = b""
    while data := here.recv(1024):  # 2. read the peer to its end
        answer += data
# 3. and close: leaving the with block has done that
thread.join()
print("all has arrived, as the peer says:", answer)
#> all has arrived, as the peer says: b'hello and 1000000 bytes'

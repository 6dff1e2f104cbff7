"""A socket is full, and then its connection breaks."""

import select
import socket


def writable(seconds):
    _, ready, _ = select.select([], [sender], [], seconds)
    return bool(ready)


with socket.create_server(("127.0.0.1", 0)) as listener:
    sender = socket.create_connection(listener.getsockname())
    peer, _ = listener.accept()

with sender, peer:
    sender.setblocking(False)
    while writable(0.05):
        sender.send(bytes(65_536))
    print("full; writable:", writable(0))
    #> full; writable: False

    peer.close()  # with unread bytes: the connection breaks
    print("broken; writable:", writable(5))
    #> broken; writable: True
    try:
        sender.send(b"x")
    except ConnectionError:
        print("but send() fails: a ConnectionError")
        #> but send() fails: a ConnectionError

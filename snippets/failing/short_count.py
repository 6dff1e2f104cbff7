"""A blocking send() is broken off, and raises no exception."""

import socket
import threading


def read_a_byte_and_go(peer):
    with peer:  # closed with bytes unread: the connection breaks
        peer.recv(1)


with socket.create_server(("127.0.0.1", 0)) as listener:
    here = socket.create_connection(listener.getsockname())
    peer, _ = listener.accept()

data = bytes(20_000_000)  # much more than the buffers hold
with here:
    args = [peer]
    thread = threading.Thread(target=read_a_byte_and_go, args=args)
    thread.start()
    count = here.send(data)  # blocking, and without a timeout
    thread.join()
    print("send() returned less than asked:", 0 < count < len(data))
    #> send() returned less than asked: True
    try:
        here.send(data)
    except ConnectionResetError:
        print("the next send(): ConnectionResetError")
        #> the next send(): ConnectionResetError

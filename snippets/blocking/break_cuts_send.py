"""A connection that breaks ends a blocking send() without an error."""

import socket
import threading

message = bytes(14_336_000)


def leave():
    peer.recv(1)  # returns when send() has copied a first part
    peer.close()  # the rest is unread: the connection breaks


with socket.create_server(("127.0.0.1", 0)) as listener:
    sender = socket.create_connection(listener.getsockname())
    peer, _ = listener.accept()

with sender, peer:
    print("timeout:", sender.gettimeout())
    #> timeout: None
    thread = threading.Thread(target=leave)
    thread.start()
    sent = sender.send(message)  # blocking, and no signal comes
    print("a part was taken:", 0 < sent < len(message))
    #> a part was taken: True
    thread.join()
    try:
        sender.send(message[sent:])
    except ConnectionError as error:
        print("the next send():", type(error).__name__)
        #> the next send(): ConnectionResetError

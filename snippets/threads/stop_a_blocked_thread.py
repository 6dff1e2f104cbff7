"""Wake a thread that waits in recv() on a silent connection."""

import socket
import threading


def serve(connection):
    while data := connection.recv(1024):
        connection.sendall(data)
    print("thread: recv() returned", data)
    #> thread: recv() returned b''


connection, peer = socket.socketpair()
with connection, peer:
    thread = threading.Thread(target=serve, args=[connection])
    thread.start()
    peer.sendall(b"hello")
    print("peer: got", peer.recv(1024))
    #> peer: got b'hello'

    # The peer stays, silent. Nothing will wake the thread.
    thread.join(timeout=0.1)  # enough to show that it goes on
    print("main: the thread still waits:", thread.is_alive())
    #> main: the thread still waits: True

    connection.shutdown(socket.SHUT_RDWR)
    thread.join()
    print("main: it has ended by itself")
    #> main: it has ended by itself

"""sendall() has returned. Does everything arrive?"""

import socket
import struct

DATA = bytes(1_000_000)  # the buffers hold as much


def connect():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        here = socket.create_connection(listener.getsockname())
        return here, listener.accept()[0]


def arrived(peer):
    count = 0
    with peer:
        try:
            while data := peer.recv(65_536):
                count += len(data)
        except ConnectionResetError:
            return f"{count == len(DATA)}, and ConnectionResetError"
    return f"{count == len(DATA)}, and the end"


for case in "nothing", "unread", "too late", "linger 0":
    here, peer = connect()
    if case == "unread":
        peer.sendall(b"hello")  # it greets, and nobody reads that
        here.recv(1, socket.MSG_PEEK)  # the greeting is there
    here.sendall(DATA)
    if case == "linger 0":
        now = struct.pack("ii", 1, 0)  # on, 0 seconds
        here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
    here.close()
    if case == "too late":
        peer.sendall(b"nearly done")  # it answers before it reads
    print(f"{case}: all arrived:", arrived(peer))
    #> nothing: all arrived: True, and the end
    #> unread: all arrived: False, and ConnectionResetError
    #> too late: all arrived: False, and ConnectionResetError
    #> linger 0: all arrived: False, and ConnectionResetError

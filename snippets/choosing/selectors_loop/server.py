# Echo, with one thread that waits for all connections at once.
import socket
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector


def echo(sock, owed):  # receive only when nothing is owed
    try:
        if owed:
            del owed[: sock.send(owed)]
        elif data := sock.recv(1024):
            owed += data
        else:
            raise EOFError
        selector.modify(sock, EVENT_WRITE if owed else EVENT_READ, owed)
    except BlockingIOError:
        pass  # it was not ready
    except (EOFError, OSError):  # it has left, or the connection broke
        selector.unregister(sock)
        sock.close()
        selector.modify(listener, EVENT_READ)  # there is room


listener = socket.create_server(("127.0.0.1", 12345))
with listener, DefaultSelector() as selector:
    listener.setblocking(False)
    selector.register(listener, EVENT_READ)
    print("listening at", listener.getsockname())
    #> listening at ('127.0.0.1', 12345)
    while True:
        for key, _ in selector.select():
            try:
                if key.fileobj is listener:
                    sock, _ = listener.accept()
                    sock.setblocking(False)
                    selector.register(sock, EVENT_READ, bytearray())
                else:
                    echo(key.fileobj, key.data)
            except (BlockingIOError, ConnectionError):
                pass  # who had come has gone
            except OSError:  # no room: a listener is never writable
                if len(selector.get_map()) > 1:  # somebody may leave
                    selector.modify(listener, EVENT_WRITE)

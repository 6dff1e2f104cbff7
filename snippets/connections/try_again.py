"""Connect to a server that does not listen yet: try again, in time."""

import socket
import threading
import time


def connect(address, patience):
    """Pause twice as long each time; raise when time is up."""
    limit, pause = time.monotonic() + patience, 0.01
    while True:
        try:
            return socket.create_connection(address, timeout=5)
        except ConnectionRefusedError:
            if time.monotonic() + pause > limit:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 1)


with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))  # nobody listens there yet
    address = listener.getsockname()
    try:
        connect(address, patience=0.05)
    except ConnectionRefusedError:
        print("nobody came: refused")
        #> nobody came: refused

    later = threading.Timer(0.1, listener.listen)
    later.start()
    connect(address, patience=10).close()
    later.join()
    print("somebody came late: connected")
    #> somebody came late: connected

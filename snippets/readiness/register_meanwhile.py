"""Another thread registers a socket while the loop sleeps."""

import selectors
import socket
import threading
from selectors import EVENT_READ

for kind in (
    selectors.EpollSelector,
    selectors.PollSelector,
    selectors.SelectSelector,
):
    sock, peer = socket.socketpair()
    with sock, peer, kind() as selector:
        peer.sendall(b"x")  # there is something to read

        add = selector.register
        thread = threading.Timer(0.1, add, [sock, EVENT_READ])
        thread.start()
        events = selector.select(timeout=1)
        print(kind.__name__, "- events:", len(events))
        #> EpollSelector - events: 1
        #> PollSelector - events: 0
        #> SelectSelector - events: 0
        thread.join()
        events = selector.select(timeout=1)
        print("in the next call:", len(events))
        #> in the next call: 1
        #> in the next call: 1
        #> in the next call: 1

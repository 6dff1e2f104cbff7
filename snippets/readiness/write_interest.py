"""An idle connection, and how often each interest wakes the loop."""

import selectors
import socket
from selectors import EVENT_READ, EVENT_WRITE


def wake_ups(interest):
    """Wait up to 1000 times; count how often it was no wait."""
    selector.modify(connection, interest)
    count = 0
    while count < 1000 and selector.select(timeout=0.1):
        count += 1
    return count


connection, peer = socket.socketpair()
with connection, peer, selectors.DefaultSelector() as selector:
    connection.setblocking(False)
    selector.register(connection, EVENT_READ)

    # Nobody sends, and there is nothing to send.
    print("read:", wake_ups(EVENT_READ))
    #> read: 0
    print("read and write:", wake_ups(EVENT_READ | EVENT_WRITE))
    #> read and write: 1000

    # Ask for room only while there is something to send.
    owed = bytearray(b"hello")
    rounds = 0
    selector.modify(connection, EVENT_READ | EVENT_WRITE)
    while owed:
        selector.select(timeout=5)
        del owed[: connection.send(owed)]
        rounds += 1
    print("wake-ups to send 5 bytes:", rounds)
    #> wake-ups to send 5 bytes: 1
    print("sent, read again:", wake_ups(EVENT_READ))
    #> sent, read again: 0

"""How many bytes a connection accepts while nobody reads, and how many of them are still unread when a blocked writer wakes."""

import socket
import threading
import time
from collections.abc import Callable

from wouldblock.figures.names import (
    ACCEPTED,
    ACCEPTED_BY_DEFAULT,
    ACCEPTED_BYTEWISE,
    BUFFER_SIZES,
    ETHERNET,
    FIRST_SEND,
    LOOPBACK,
    TCP,
    UNIX,
    UNREAD_AT_WAKE,
)
from wouldblock.measure.measurement import Measurement
from wouldblock.measure.two_networks import connected

WHAT = "bytes accepted before a send would block, and bytes still unread when a blocked send goes on"
SECONDS = 50
PAUSE = 0.05  # seconds between two refusals, after which a buffer counts as full: over TCP, bytes move on meanwhile
LARGE = 14_336_000  # bytes, 200 times the article's payload
MOVES_ON = 0.01  # seconds for the kernel to tell a waiting writer


def measure(m: Measurement) -> None:
    """Fill buffers of each size, at once and byte by byte, and see when a blocked writer goes on."""
    sizes = BUFFER_SIZES[::4] if m.short else BUFFER_SIZES
    pairs = {TCP: tcp_pair}
    if hasattr(socket, "AF_UNIX"):
        pairs[UNIX] = unix_pair
    else:
        for size in sizes:
            m.leave_out(ACCEPTED, UNIX, size, "this Python has no Unix sockets")
    middle = sizes[len(sizes) // 2]
    for _ in m.rounds(3):
        for name, size in m.turns([(name, size) for name in pairs for size in sizes]):
            m.note(ACCEPTED, name, size, accepted(pairs[name], size, piece=65_536))
            before, left = left_at_wake(pairs[name], size)
            m.note(UNREAD_AT_WAKE, name, size, left / before)
        for name, pair in pairs.items():
            m.note(ACCEPTED_BYTEWISE, name, middle, accepted(pair, middle, piece=1))
        by_path(m)


def by_path(m: Measurement) -> None:
    """The same with the size of the send buffer left to the system, over loopback and between two networks."""
    for mtu, pair in (LOOPBACK, default_pair), (ETHERNET, connected):
        for quantity, take in (FIRST_SEND, one_send), (ACCEPTED_BY_DEFAULT, fill_in_pieces):
            if ends := pair():
                with ends[0] as writer, ends[1]:
                    m.note(quantity, TCP, mtu, take(writer))
            else:
                m.leave_out(quantity, TCP, mtu, "two networks need Linux, root, and the program ip")


def tcp_pair(size: int) -> tuple[socket.socket, socket.socket]:
    """Both ends of a TCP connection whose first end asked for a send buffer of so many bytes."""
    writer = socket.socket()
    writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        writer.connect(listener.getsockname())
        return writer, listener.accept()[0]


def default_pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a TCP connection that asked for nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return socket.create_connection(listener.getsockname()), listener.accept()[0]


def one_send(writer: socket.socket) -> int:
    """The bytes that the first non-blocking send takes, of very many."""
    writer.setblocking(False)
    return writer.send(bytes(LARGE))


def fill_in_pieces(writer: socket.socket) -> int:
    """The bytes that are accepted in large pieces."""
    return fill(writer, 65_536)


def unix_pair(size: int) -> tuple[socket.socket, socket.socket]:
    """Both ends of a pair of Unix sockets whose first end asked for a send buffer of so many bytes."""
    writer, reader = socket.socketpair(socket.AF_UNIX)
    writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)
    return writer, reader


def accepted(pair: Callable, size: int, piece: int) -> int:
    """The bytes that a connection accepts while nobody reads."""
    writer, reader = pair(size)
    with writer, reader:
        return fill(writer, piece)


def fill(writer: socket.socket, piece: int) -> int:
    """Send until there has been no room for a while; gives the bytes that were accepted."""
    writer.setblocking(False)
    sent, data, refused = 0, bytes(piece), False
    while True:
        try:
            sent += writer.send(data)
            refused = False
        except BlockingIOError:
            if refused:
                return sent
            refused = True
            time.sleep(PAUSE)


def left_at_wake(pair: Callable, size: int) -> tuple[int, int]:
    """The bytes accepted until a send blocked, and those of them that were still unread when it went on."""
    writer, reader = pair(size)
    with writer, reader:
        before = fill(writer, 65_536)
        writer.setblocking(True)
        awake = threading.Event()
        waiting = threading.Thread(target=lambda: (writer.send(b"x"), awake.set()))
        waiting.start()
        left = before
        while not awake.wait(MOVES_ON):
            left -= len(reader.recv(max(before // 64, 1)))
        waiting.join()
        return before, left

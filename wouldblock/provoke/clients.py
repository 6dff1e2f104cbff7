"""Nine ways to misbehave as a client.

Each takes the server and how many clients it serves at once, and returns the connections that it keeps and what
the last of the bad clients got, in words.
"""

import hashlib
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress

from wouldblock.provoke.servers import MANY, QUESTION, Server, answered, connect

AGAIN = 8  # times, so that each worker of a pool has met it
FEW = 40  # descriptors
MOST = 64_000_000  # bytes, sent to a server that takes everything
GARBAGE = hashlib.shake_128(b"garbage").digest(1000)  # the same each time
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 seconds

Outcome = tuple[list[socket.socket], str]


def reset(connection: socket.socket) -> None:
    """Close a connection by a reset in place of an end."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()


def reset_at_once(server: Server, _at_once: int | None) -> Outcome:
    """Connect and reset before the server has accepted, several times."""
    for _ in range(AGAIN):
        with server.stopped(), suppress(OSError):  # or it would be chance who is first
            reset(connect())
    return [], "it has left"


def reset_idle(_server: Server, _at_once: int | None) -> Outcome:
    """Get an answer, then reset, several times."""
    got = ""
    for _ in range(AGAIN):
        with suppress(OSError):
            connection = connect()
            connection.sendall(QUESTION)
            got = got or answered(connection, 2)
            reset(connection)
    return [], f"{got}, and it has left"


def leave_unread(_server: Server, _at_once: int | None) -> Outcome:
    """Ask twice and close with the answer unread, which makes the kernel reset, several times."""
    for _ in range(AGAIN):
        with suppress(OSError), connect(2) as connection:
            connection.sendall(QUESTION)
            connection.recv(1, socket.MSG_PEEK)
            connection.sendall(QUESTION)  # and closes with the answer unread
    return [], "it has left"


def half_close(_server: Server, _at_once: int | None) -> Outcome:
    """Ask, end the own direction, and read on."""
    got = "a reset"
    with suppress(OSError), connect() as connection:  # a server that has just ended refuses, or resets
        connection.sendall(QUESTION)
        connection.shutdown(socket.SHUT_WR)
        got = answered(connection, 2)
        if got == "an answer" and (then := answered(connection, 2)) != "an answer":
            got = f"an answer, then {then}"
    return [], got


def garbage(_server: Server, _at_once: int | None) -> Outcome:
    """Send what is no question, several times."""
    got = ""
    for _ in range(AGAIN):
        with suppress(OSError), connect() as connection:
            connection.sendall(GARBAGE)
            got = answered(connection, 1)
    return [], got


def silence(_server: Server, at_once: int | None) -> Outcome:
    """Fill all places with clients that say nothing."""
    kept = [connect() for _ in range(at_once or MANY)]
    return kept, answered(kept[-1], 0.5)


def never_reads(_server: Server, _at_once: int | None) -> Outcome:
    """Send questions and never read an answer, until there is no more room."""
    connection = connect()
    connection.settimeout(0.5)
    sent = 0
    try:
        while sent < MOST:
            sent += connection.send(bytes(100_000))
    except TimeoutError:
        return [connection], "no room to send more"
    except OSError:
        return [connection], "a reset"
    return [connection], "room for all that it sends"


def byte_at_a_time(_server: Server, _at_once: int | None) -> Outcome:
    """Ask one byte after the other."""
    with suppress(OSError), connect() as connection:
        for number in QUESTION:
            with suppress(OSError):
                connection.sendall(bytes([number]))
            time.sleep(0.02)
        return [], answered(connection, 2)
    return [], "a reset"


def too_many(server: Server, _at_once: int | None) -> Outcome:
    """Connect more often than the server may have descriptors."""
    server.allow(FEW)
    kept = []
    for _ in range(FEW + 15):
        with suppress(OSError):
            kept.append(connect())
    time.sleep(0.5)
    with suppress(OSError):
        kept[-1].sendall(QUESTION)  # the others say nothing
    return kept, answered(kept[-1], 0.5)


KINDS: dict[str, tuple[str, Callable[[Server, int | None], Outcome]]] = {
    "reset at once": ("connects, and resets the connection", reset_at_once),
    "reset while idle": ("gets an answer, then resets", reset_idle),
    "close with unread bytes": ("asks, and closes before it has read", leave_unread),
    "half-close": ("asks, ends its sending side, and reads", half_close),
    "garbage": ("sends 1,000 random bytes", garbage),
    "silence": (f"as many clients as there are workers, or {MANY}, say nothing and stay", silence),
    "never reads": ("sends without an end, and reads nothing", never_reads),
    "one byte at a time": ("sends its question in single bytes, slowly", byte_at_a_time),
    "too many": (f"{FEW + 15} connections to a server that may have {FEW} descriptors; the last one asks", too_many),
}

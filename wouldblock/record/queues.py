"""Look again and again how many bytes are under way on each connection, while a scenario runs.

The kernel is asked by its socket diagnosis, as `ss` does it, see sock_diag(7): how many bytes one end has sent that
are not yet acknowledged (what SIOCOUTQ tells), and how many have arrived at the other end and are unread (SIOCINQ).
/proc/net/tcp shows the same numbers, but takes tens of milliseconds on a big machine.
"""

import socket
import struct
import threading
import time
from pathlib import Path

from wouldblock.scenario.program import ADDRESS

PAUSE = 0.001  # seconds
SOCK_DIAG, BY_FAMILY, REQUEST, ERROR = 4, 20, 1, 2  # see netlink(7), sock_diag(7)
HEADER = struct.Struct("=LHHLL")
ANSWER = struct.Struct("=4B48sLLL")  # inet_diag_msg: state and timers, both addresses, expiry, and the two queues

Sample = tuple[float, int, int]  # time, bytes at the sender, bytes at the receiver


class Sampler:
    """A context; after it, `samples` holds those of each connection, by the client's port; nothing is looked at unless `wanted`.

    `folder` is where the recorded programs tell their clients' ports: by a folder named `port-` and the number.
    """

    def __init__(self, folder: Path, wanted: bool):
        self.folder, self.wanted, self.stop = folder, wanted, threading.Event()
        self.samples: dict[int, list[Sample]] = {}
        self.thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Sampler":
        if self.wanted:
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        if self.wanted:
            self.thread.join()

    def _look(self) -> None:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, SOCK_DIAG) as kernel:
            while not self.stop.wait(PAUSE):
                for port in [int(mark.name[5:]) for mark in self.folder.glob("port-*")]:
                    _, outgoing = queues(kernel, port, ADDRESS[1])
                    incoming, _ = queues(kernel, ADDRESS[1], port)
                    row = self.samples.setdefault(port, [])
                    if not row or row[-1][1:] != (outgoing, incoming):
                        row.append((time.time(), outgoing, incoming))


def queues(kernel: socket.socket, own: int, peer: int) -> tuple[int, int]:
    """Bytes unread and bytes unacknowledged at the end with port `own`; zeros where there is no such end."""
    host = socket.inet_aton(ADDRESS[0]) + bytes(12)
    question = struct.pack(">BBBBLHH", socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF, own, peer)
    question += host + host + bytes(4) + b"\xff" * 8
    kernel.send(HEADER.pack(HEADER.size + len(question), BY_FAMILY, REQUEST, 0, 0) + question)
    answer = kernel.recv(4096)
    kind = HEADER.unpack_from(answer)[1]
    if kind == ERROR:
        return 0, 0
    *_, unread, unacknowledged = ANSWER.unpack_from(answer, HEADER.size)
    return unread, unacknowledged

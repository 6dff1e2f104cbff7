"""Look again and again how many bytes are under way on the first connection, while a scenario runs.

/proc/net/tcp, see proc_net_tcp(5), shows for each end what `ss` shows: bytes that were sent and are not yet
acknowledged (tx_queue, the ioctl SIOCOUTQ), and bytes that have arrived and are unread (rx_queue, SIOCINQ).
"""

import threading
import time
from pathlib import Path

from wouldblock.scenario import ADDRESS

TABLE = Path("/proc/thread-self/net/tcp")
PAUSE = 0.001  # seconds
PORT = f":{ADDRESS[1]:04X}"


class Sampler:
    """A context; after it, `samples` is {(client's port): [(time, bytes at the sender, bytes at the receiver), …]}."""

    def __init__(self, wanted: bool):
        self.wanted, self.stop = wanted, threading.Event()
        self.samples: dict[int, list[tuple[float, int, int]]] = {}
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
        while not self.stop.wait(PAUSE):
            now = time.time()
            for port, (at_sender, at_receiver) in queues(TABLE.read_text()).items():
                row = self.samples.setdefault(port, [])
                if not row or row[-1][1:] != (at_sender, at_receiver):
                    row.append((now, at_sender, at_receiver))


def queues(table: str) -> dict[int, tuple[int, int]]:
    """For each client of the programs' port: bytes that its kernel holds, bytes that the server's kernel holds unread."""
    found: dict[int, list[int]] = {}
    for row in table.splitlines()[1:]:
        _, local, remote, state, both = row.split()[:5]
        outgoing, incoming = (int(number, 16) for number in both.split(":"))
        if state == "0A":  # a listener
            continue
        if remote.endswith(PORT):
            found.setdefault(int(local[-4:], 16), [0, 0])[0] = outgoing
        elif local.endswith(PORT):
            found.setdefault(int(remote[-4:], 16), [0, 0])[1] = incoming
    return {port: tuple(numbers) for port, numbers in found.items()}

"""What clients that connect and say nothing do to the one that comes after them."""

import contextlib
import socket
import time
from pathlib import Path

from wouldblock.figures.names import ALL, SERVERS, SILENCE, TIME_TO_ANSWER
from wouldblock.measure import servers
from wouldblock.measure.idle import REQUEST
from wouldblock.measure.measurement import Measurement
from wouldblock.run.loopback import with_loopback
from wouldblock.scenario.program import ADDRESS

WHAT = "the time until a client has its answer, while others are connected that have not asked yet"
SECONDS = 60
SLOW = [0, 1, 4, 8]
SILENT = 0.1  # seconds after which the slow clients leave


def measure(m: Measurement) -> None:
    """Time one client at each server, beside more and more silent ones."""
    counts = [0, 1] if m.short else SLOW
    m.programs |= servers.programs()
    with servers.built() as folder:
        for _ in m.rounds(5):
            m.note(SILENCE, ALL, None, SILENT * 1000)
            for name in m.turns(SERVERS):
                if reason := servers.reason_not_here(name):
                    m.leave_out(TIME_TO_ANSWER, name, None, reason)
                    continue
                for count in counts:
                    seconds = with_loopback(lambda: trial(name, folder, count))  # noqa: B023
                    m.note(TIME_TO_ANSWER, name, count, seconds * 1000)


def trial(name: str, folder: Path, slow: int) -> float:
    """Seconds from the moment at which a client connects until it has its answer, beside so many slow clients."""
    with servers.started(name, folder), contextlib.ExitStack() as others:
        time.sleep(0.05)  # prefork starts its workers after it listens
        silent = [others.enter_context(socket.create_connection(ADDRESS, timeout=5)) for _ in range(slow)]
        time.sleep(0.05)  # until they are being served, all but those that have to wait
        begun = time.perf_counter()
        with socket.create_connection(ADDRESS, timeout=5) as client:
            client.sendall(REQUEST)
            client.settimeout(SILENT)
            try:
                answer = client.recv(1024)
            except TimeoutError:
                for other in silent:
                    other.close()
                client.settimeout(5)
                answer = client.recv(1024)
        if not answer:
            raise RuntimeError(f"the server '{name}' closed the connection of a client that had asked")
        return time.perf_counter() - begun

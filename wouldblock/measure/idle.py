"""Memory for each connection that is open and silent, and how many of them the server has answered."""

import contextlib
import os
import select
import socket
import sys
import time
from pathlib import Path
from typing import Any

from wouldblock.figures.names import ANSWERED, CONNECTED, FORKS, MEMORY_OF_CONNECTION, SERVERS
from wouldblock.measure import servers
from wouldblock.measure.measurement import Measurement
from wouldblock.measure.memory import memory, reason_too_little
from wouldblock.run.loopback import with_loopback
from wouldblock.scenario.program import ADDRESS

WHAT = "memory of the server's processes for each idle connection, and how many clients had one echo before"
SECONDS = 170
CONNECTIONS = [100, 1000, 10_000]
OF_A_PROCESS = 2.5  # MiB, about, of each process of the server that forks
REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"  # an echo server does not mind


def measure(m: Measurement) -> None:
    """Connect more and more clients that stay, to each server."""
    counts = [100] if m.short else CONNECTIONS
    m.programs |= servers.programs()
    with servers.built() as folder:
        for _ in m.rounds(3):
            for name, count in m.turns([(name, count) for count in counts for name in SERVERS]):
                reason = servers.reason_not_here(name) or room_for(count)
                if name == FORKS:
                    reason = reason or reason_too_little(count, OF_A_PROCESS)
                if reason:
                    m.leave_out(MEMORY_OF_CONNECTION, name, count, reason)
                    continue
                answered, connected, grown = with_loopback(lambda: trial(name, folder, count))  # noqa: B023
                m.note(CONNECTED, name, count, connected)
                m.note(ANSWERED, name, count, answered)
                if grown is None or answered < count:
                    reason = "only Linux tells the memory of a process in this form"
                    if answered < count:
                        reason = "it does not serve all of them at a time"
                    m.leave_out(MEMORY_OF_CONNECTION, name, count, reason)
                else:
                    m.note(MEMORY_OF_CONNECTION, name, count, grown / count / 1024)


def trial(name: str, folder: Path, count: int) -> tuple[int, int, float | None]:
    """Connect clients that ask once and stay: how many were answered, how many connected, bytes that the server grew."""
    with servers.started(name, folder) as server, contextlib.ExitStack() as clients:
        time.sleep(0.1)  # prefork starts its workers after it listens
        before = memory(server.pids())
        connected = answered = 0
        waiting: dict[int, socket.socket] = {}
        poll = select.poll() if hasattr(select, "poll") else None
        patience = 1.0
        while connected < count:
            try:
                client = socket.create_connection(ADDRESS, timeout=3)  # one that is dropped is sent again after 1 s
            except OSError:
                break
            clients.enter_context(client)
            connected += 1
            with contextlib.suppress(OSError):
                client.sendall(REQUEST)
            waiting[client.fileno()] = client
            if len(waiting) >= 50 or connected == count:
                got = collect(waiting, poll, patience)
                answered += got
                patience = 1.0 if got else 0.02  # those beyond the workers get no answer, however long one waits
                waiting = {}
        quiet(server)
        after = memory(server.pids())
    return answered, connected, None if before is None or after is None else after - before


def collect(waiting: dict[int, socket.socket], poll: Any, patience: float) -> int:
    """How many of these clients get an answer, with so many seconds of patience for the next one."""
    left = dict(waiting)
    if poll:
        for number in left:
            poll.register(number, select.POLLIN)
    while left:
        if poll:
            ready = [number for number, _ in poll.poll(patience * 1000)]
        else:
            ready = [client.fileno() for client in select.select(list(left.values()), [], [], patience)[0]]
        if not ready:
            break
        for number in ready:
            if not left.pop(number).recv(1024):
                raise RuntimeError("the server closed the connection of a client that had asked")
            if poll:
                poll.unregister(number)
    for number in left if poll else []:
        poll.unregister(number)
    return len(waiting) - len(left)


def quiet(server: servers.Server) -> None:
    """Wait until the server has done its work, for at most two seconds."""
    before = server.processor_seconds() if sys.platform == "linux" else 0
    for _ in range(20):
        time.sleep(0.1)
        now = server.processor_seconds() if sys.platform == "linux" else 0
        if now - before < 0.02:
            break
        before = now


def room_for(descriptors: int) -> str:
    """Allow this process and its children so many descriptors; why not, as a sentence, where the system refuses."""
    if os.name != "posix":
        return ""
    import resource

    wanted = descriptors + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted:
        return ""
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
    except (ValueError, OSError):
        return f"a process may open {hard:,} descriptors here; raise 'nofile' in /etc/security/limits.conf"
    return ""

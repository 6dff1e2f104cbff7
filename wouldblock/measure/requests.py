"""Answers a second of each server, and how long the slowest 1 % take; on kept connections and with one for each request."""

import contextlib
import json
import os
import subprocess
import time
from pathlib import Path

from wouldblock.figures.names import (
    ANSWERS,
    COST_OF_ANSWER,
    ERRORS,
    KEPT,
    ONE_A_REQUEST,
    PROCESSORS_OF_GENERATOR,
    PROCESSORS_OF_SERVER,
    SERVERS,
    SLOWEST,
    Quantity,
)
from wouldblock.measure import servers
from wouldblock.measure.measurement import Measurement, version_of
from wouldblock.run.loopback import with_loopback

WHAT = "answers to wrk, from the servers of 'choosing', an epoll server in C, and nginx"
SECONDS = 330
CONNECTIONS = [1, 10, 100, 1000]
WAYS = {KEPT: False, ONE_A_REQUEST: True}
SCRIPT = Path(__file__).parent / "workers" / "wrk.lua"


def measure(m: Measurement) -> None:
    """Let wrk ask each server, in both ways, on more and more connections."""
    duration, counts = ("1s", [10]) if m.short else ("1s", CONNECTIONS)
    cases = [(way, name, count) for count in counts for name in SERVERS for way in WAYS]
    m.programs |= servers.programs()
    with servers.built() as folder:
        m.versions |= versions()
        for _ in m.rounds(5):
            for way, name, count in m.turns(cases):
                if reason := servers.reason_not_here(name) or ("" if servers.find("wrk") else servers.INSTALL["wrk"]):
                    m.leave_out(ANSWERS.by(way), name, count, reason)
                    continue
                result = with_loopback(lambda: trial(name, folder, count, WAYS[way], duration))  # noqa: B023
                for quantity, value in result.items():
                    m.note(quantity.by(way), name, count, value)


def trial(name: str, folder: Path, connections: int, close: bool, duration: str) -> dict[Quantity, float | None]:
    """Let wrk ask one server for a while, and return what both of them report."""
    use_all_ports()
    with servers.started(name, folder) as server:
        environment = {"WOULDBLOCK_CLOSE": str(int(close)), "WOULDBLOCK_ECHO": str(int(server.echoes))}
        command = ["wrk", "-t1", f"-c{connections}", f"-d{duration}", "-s", str(SCRIPT), "http://127.0.0.1:12345/"]
        before, own_before = server.processor_seconds(), os.times()
        begun = time.monotonic()
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - begun
        after, own = server.processor_seconds(), os.times()
    try:
        report = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise RuntimeError(f"wrk did not report on '{name}'; it said: {done.stdout}{done.stderr}") from None
    answers, generator = report["answers"], own[2] + own[3] - own_before[2] - own_before[3]
    work = after - before if after > before else None  # None where the system does not tell it, too
    return {
        ANSWERS: answers / report["microseconds"] * 1e6,
        SLOWEST: report["slowest_1_percent"] / 1000 if answers else None,
        COST_OF_ANSWER: work / answers * 1e6 if answers and work else None,
        PROCESSORS_OF_SERVER: work / seconds if work else None,
        PROCESSORS_OF_GENERATOR: generator / seconds,
        ERRORS: report["errors"],
    }


def use_all_ports() -> None:
    """Let clients use twice the usual number of ports, in a network of our own: each connection uses up one for a while."""
    own, usual = (Path(f"/proc/{who}/ns/net") for who in ("thread-self", "self"))
    with contextlib.suppress(OSError):
        if own.readlink() != usual.readlink():
            Path("/proc/sys/net/ipv4/ip_local_port_range").write_text("1024 65535")


def versions() -> dict[str, str]:
    """What the tools that are here say about their versions."""
    lines = {
        "wrk": version_of("wrk", "-v"),
        "nginx": version_of(servers.find("nginx") or "nginx", "-v"),
        "cc": version_of("cc", "--version"),
    }
    return {name: version for name, version in lines.items() if version}

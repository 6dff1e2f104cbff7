"""What threads and processes gain for work that computes and work that waits, on every Python of the machine."""

import json
import subprocess
import sys
import time
from pathlib import Path

from wouldblock.figures.data import WITH_GIL, WITHOUT_GIL
from wouldblock.figures.names import (
    ALL,
    FREE_PROCESSORS,
    REQUEST_BESIDE_THREADS,
    REQUEST_BY_INTERVAL,
    Quantity,
    time_of,
)
from wouldblock.measure.measurement import Measurement, usable_processors
from wouldblock.measure.servers import find
from wouldblock.measure.workers.gil import INTERVALS, KEPT_BUSY, KINDS

WHAT = "the time of 1 to 4 threads or processes, beside that of one thread; and of a small request beside threads that compute"
SECONDS = 180
PATIENCE = 10  # seconds to wait for a moment in which the processors are free, before each Python
FREE = 0.85  # of each processor
SPIN = """
import time
begun, end = time.process_time(), time.time() + 0.1
while time.time() < end:
    pass
print(time.process_time() - begun)
"""
VERSIONS = ["3.11", "3.12", "3.13", "3.13t", "3.14", "3.14t", "3.15", "3.15t"]
NAMES = [f"python{version}" for version in VERSIONS]
WORKER = Path(__file__).parent / "workers" / "gil.py"


def measure(m: Measurement) -> None:
    """Let each Python measure itself, when the processors are free."""
    seconds, most, requests = (0.01, 2, 10) if m.short else (0.04, 4, 40)
    pythons, missing = here()
    for _ in m.rounds(5):
        for python in m.turns(pythons):
            before = wait_until_free(0 if m.short else PATIENCE)
            command = [python, str(WORKER), str(seconds), str(most), str(requests)]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
            if done.returncode:
                raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
            report = json.loads(done.stdout.splitlines()[-1])
            m.note(FREE_PROCESSORS, report["python"], None, min(before, processors_to_be_had()))
            take(m, report)
    for name in missing:
        m.leave_out(Quantity(ALL, "ratio"), name, None, f"there is no {name} on this machine")


def wait_until_free(patience: float) -> float:
    """Wait until nothing else wants the processors, or patience is gone; gives how much of them was to be had last."""
    deadline = time.monotonic() + patience
    while (had := processors_to_be_had()) < FREE * usable_processors() and time.monotonic() < deadline:
        time.sleep(0.2)
    return had


def processors_to_be_had() -> float:
    """How many processors work for as many processes that compute, by the processor time that they get."""
    command = [sys.executable, "-S", "-c", SPIN]
    spinning = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(usable_processors())]
    return sum(float(process.communicate()[0]) for process in spinning) / 0.1


def take(m: Measurement, report: dict) -> None:
    """Keep what one Python reported: times as a ratio to that of one thread of the same round."""
    python = report["python"]
    m.versions[python] = WITH_GIL if report["gil"] else WITHOUT_GIL
    alone = {kind: seconds for way, kind, number, seconds in report["times"] if (way, number) == ("threads", 1)}
    for way, kind, number, seconds in report["times"]:
        m.note(time_of(way, kind), python, number, seconds / alone[kind])
    for kind in set(KINDS) & set(report["left_out"]):
        m.leave_out(time_of("threads", kind), python, None, report["left_out"][kind])
    for busy, interval, seconds in report["latencies"]:
        if interval == INTERVALS[0]:
            m.note(REQUEST_BESIDE_THREADS, python, busy, seconds * 1000)
        if busy == KEPT_BUSY[1]:
            m.note(REQUEST_BY_INTERVAL, python, interval * 1000, seconds * 1000)


def here() -> tuple[list[str], list[str]]:
    """The Pythons that are here, this one first, each version and build once; and the names of those that are not."""
    pythons: dict[str | None, str] = {kind_of(sys.executable): sys.executable}
    missing = []
    for name in NAMES:
        path = find(name)
        kind = kind_of(path) if path else None
        if path and kind:
            pythons.setdefault(kind, path)
        elif name.removeprefix("python") not in {known for known in pythons if known}:
            missing.append(name)
    return list(pythons.values()), missing


def kind_of(python: str) -> str | None:
    """Such as '3.13t', or None for a name that leads to no Python."""
    question = "import sys, sysconfig; print(*sys.version_info[:2], sysconfig.get_config_var('Py_GIL_DISABLED') or 0)"
    done = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    major, minor, free_threaded = done.stdout.split()
    return f"{major}.{minor}{'t' if free_threaded == '1' else ''}"

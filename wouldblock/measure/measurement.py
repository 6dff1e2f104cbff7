"""What every measurement notes: the machine, versions, the date, and the value of every repetition.

Figures are rows of values, {quantity, unit, subject, at, values, reason}: the n-th value of each row comes from the
n-th round, in which every subject had its turn. So two rows can be compared round by round. A value that a round did
not give is null; a row without any value says why.
"""

import datetime
import os
import platform
import random
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from wouldblock.figures.names import Quantity, Row

Case = TypeVar("Case")


class Measurement:
    """A measurement that is under way; `seconds` is the time after which it begins no further round."""

    def __init__(self, name: str, what: str, seconds: float, short: bool = False):
        self.name, self.what, self.short = name, what, short
        self.seconds, self.started = seconds, time.monotonic()
        self.load = load()
        self.versions = {"python": this_python()}
        self.programs: dict[str, str] = {}  # of `snippets/` that are measured, with their fingerprints
        self.rows: dict[tuple, dict] = {}
        self.reasons: set[str] = set()  # that were printed
        self.round = -1

    def rounds(self, most: int, least: int = 2) -> Iterator[int]:
        """Count the rounds: `most` of them, fewer if time runs out, one if the measurement is a short one."""
        for number in range(1 if self.short else most):
            took = (time.monotonic() - self.started) / max(number, 1)
            if number >= least and time.monotonic() - self.started + took > self.seconds:
                break
            self.round = number
            print(f"{self.name}: round {number + 1} of at most {1 if self.short else most}", flush=True)
            yield number

    def turns(self, cases: Iterable[Case]) -> list[Case]:
        """The cases in the order of this round, another one each time, so that none always follows the same other one."""
        cases = list(cases)
        return random.Random(self.round).sample(cases, len(cases))  # noqa: S311 the same order wherever it is repeated

    def note(self, quantity: Quantity, subject: str, at: float | None, value: float | None) -> None:
        """Keep the value of this round; None if it gave none."""
        row = self._row(Row(quantity, subject, at))
        row["values"] += [None] * (self.round - len(row["values"]))
        row["values"].append(None if value is None else round_off(value))

    def leave_out(self, quantity: Quantity, subject: str, at: float | None, reason: str) -> None:
        """Keep why there is no value, as a sentence."""
        row = self._row(Row(quantity, subject, at))
        row["reason"] = reason
        if reason not in self.reasons:
            print(
                f"{self.name}: no {quantity.name} of {subject}{'' if at is None else f' at {at:,}'}: {reason}",
                flush=True,
            )
        self.reasons.add(reason)

    def _row(self, row: Row) -> dict:
        name, unit = row.quantity
        blank = {"quantity": name, "unit": unit, "subject": row.subject, "at": row.at, "values": [], "reason": ""}
        return self.rows.setdefault(row.key, blank)

    def table(self) -> dict:
        """The figures, as their file holds them."""
        rows = sorted(self.rows.values(), key=lambda row: (row["quantity"], row["subject"], row["at"] or 0))
        for row in rows:
            row["values"] += [None] * (self.round + 1 - len(row["values"]))
            if not any_value(row):
                row["values"], row["reason"] = [], row["reason"] or "no round gave a value here"
        return {
            "measurement": self.name,
            "what": self.what,
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "seconds": round(time.monotonic() - self.started, 1),
            "short": self.short,
            "machine": machine() | {"load_before": self.load, "load_after": load()},
            "versions": self.versions,
            **({"programs": self.programs} if self.programs else {}),
            "rows": rows,
        }


def any_value(row: dict) -> bool:
    """Whether a round gave a value."""
    return any(value is not None for value in row["values"])


def round_off(value: float) -> float:
    """A value with four digits, more than any repetition gives again."""
    return value if isinstance(value, int) else float(f"{value:.4g}")


def machine() -> dict[str, str | int]:
    """What the figures depend on: system, kernel, processors, memory; not the machine's name."""
    return {
        "system": platform.system(),
        "kernel": platform.release(),
        "architecture": platform.machine(),
        "processor": processor(),
        "processors": usable_processors(),
        "memory_mib": memory_mib(),
    }


def folder_name() -> str:
    """A name for a folder with the figures of a machine such as this one."""
    return f"{platform.system()}-{platform.machine()}-{usable_processors()}-processors".lower()


def usable_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """The name of the processor's model."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def memory_mib() -> int:
    """The memory of the machine in MiB, or 0."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (AttributeError, ValueError, OSError):
        return 0  # the system does not tell


def load() -> float | None:
    """How many processes wanted a processor in the last minute, on average: what else went on here."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def this_python() -> str:
    """The name and the version of the Python that runs this."""
    free_threaded = " free-threaded" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return f"{platform.python_implementation()} {sys.version.split()[0]}{free_threaded}"


def version_of(*command: str) -> str | None:
    """The first line that a program says about its version, or None where it is not installed."""
    if not shutil.which(command[0]):
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[0]

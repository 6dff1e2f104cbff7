"""On which systems and Pythons a scenario has passed: the tests write it, the pages show it.

One JSON file in `build/runs/` for each system and minor version of Python:

    {"system": "Linux 6.1", "python": "CPython 3.11.9", "scenarios": {name: {"fingerprint", "python", "date"}}}

The file tells what ran last, and each scenario for itself with which Python and on which day it has passed: one that has
not run since an upgrade keeps what it ran on, and one that has failed is there no more. A fingerprint stands for the
bytes of a scenario's files, so that a page never claims a run of another text.
"""

import datetime
import functools
import hashlib
import json
import platform
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.specifiers import SpecifierSet

from wouldblock.project import HERE
from wouldblock.scenario.declaration import SYSTEMS
from wouldblock.scenario.model import Scenario, find, this_system

RUNS = HERE.runs


@dataclass(frozen=True)
class Pass:
    """One system and Python on which a scenario has passed as it is now, and the day (YYYY-MM-DD)."""

    system: str
    python: str
    date: str


def fingerprint(scenario: Scenario) -> str:
    """A short text that changes when a program or the declaration does."""
    digest = hashlib.sha256()
    for path in [*scenario.programs, scenario.declaration]:
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b""))
    return digest.hexdigest()[:16]


def write(passed: Iterable[Scenario], failed: Iterable[str] = (), folder: Path = RUNS) -> None:
    """Record which scenarios have passed here and now, and take out those that have failed; the others stay as they are."""
    free_threaded = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    file = folder / f"{this_system()}-{sys.version_info.major}.{sys.version_info.minor}{free_threaded}.json"
    python = (
        f"{platform.python_implementation()} {platform.python_version()}{' free-threaded' if free_threaded else ''}"
    )
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    scenarios = dict(_parsed(file.read_bytes())["scenarios"]) if file.exists() else {}
    for scenario in passed:
        scenarios[scenario.name] = {"fingerprint": fingerprint(scenario), "python": python, "date": today}
    for name in failed:
        scenarios.pop(name, None)
    place = {
        "system": f"{SYSTEMS[this_system()]} {platform.release()}",
        "python": python,
        "scenarios": dict(sorted(scenarios.items())),
    }
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(place, indent=1) + "\n", "utf-8")


def seen(scenario: Scenario, folder: Path = RUNS) -> list[Pass]:
    """All systems and Pythons on which the scenario has passed as it is now."""
    places = [_parsed(file.read_bytes()) for file in sorted(folder.glob("*.json"))]
    now = fingerprint(scenario)
    passes = [(place["system"], place["scenarios"].get(scenario.name)) for place in places]
    return [Pass(system, at["python"], at["date"]) for system, at in passes if at and at["fingerprint"] == now]


@functools.lru_cache(maxsize=64)  # every page asks for the same ones
def _parsed(content: bytes) -> dict:
    place = json.loads(content)
    passes = {name: at for name, at in place["scenarios"].items() if isinstance(at, dict)}  # a text before 2026-11-28
    return place | {"scenarios": passes}


def table(scenarios: list[Scenario], folder: Path = RUNS) -> Iterator[str]:
    """The lines of the table: a row for each scenario, a column for each system.

    A cell tells on how many of the Pythons on which the scenario should have run there it has passed as it is now.
    """
    places = [_parsed(file.read_bytes()) for file in sorted(folder.glob("*.json"))]
    systems = [name for name in SYSTEMS.values() if any(place["system"].startswith(name) for place in places)]
    if not systems:
        yield f"No run is recorded in {folder.name}/."
        return
    for system in systems:
        pythons = [place["python"] for place in places if place["system"].startswith(system)]
        yield f"- {system}: {', '.join(pythons)}"
    yield ""
    yield f"| scenario | {' | '.join(systems)} |"
    yield f"|---|{'---|' * len(systems)}"
    for scenario in scenarios:
        cells = [
            cell(scenario, [place for place in places if place["system"].startswith(system)], system)
            for system in systems
        ]
        yield f"| {scenario.name} | {' | '.join(cells)} |"


def cell(scenario: Scenario, places: list[dict], system: str) -> str:
    """What the runs at some places, all of one system, tell of a scenario."""
    if system not in (SYSTEMS[key] for key in scenario.systems):
        return "not for this system"
    versions, now = SpecifierSet(scenario.python), fingerprint(scenario)
    due = [place for place in places if versions.contains(_version(place["python"]))]
    missing = [place["python"] for place in due if place["scenarios"].get(scenario.name, {}).get("fingerprint") != now]
    if not missing:
        return f"{len(due)} of {len(due)}"
    reason = ", where the system may forbid what it needs" if scenario.unavailable else ""
    return f"**{len(due) - len(missing)} of {len(due)}**, not {', not '.join(missing)}{reason}"


def _version(python: str) -> str:
    """The version of a Python without what marks it as not yet final."""
    numbers = re.search(r"\d+\.\d+\.\d+", python)
    return numbers[0] if numbers else "0"


if __name__ == "__main__":
    print("\n".join(["## What ran where", "", *table(find())]))

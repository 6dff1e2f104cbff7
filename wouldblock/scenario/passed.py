"""On which systems and Pythons a scenario has passed: the tests write it, the pages show it.

One JSON file in `build/runs/` for each system and Python: {"system", "python", "date", "scenarios": {name: fingerprint}}.
A fingerprint stands for the bytes of a scenario's files, so that a page never claims a run of another text.
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
from pathlib import Path

from packaging.specifiers import SpecifierSet

from wouldblock.project import ROOT
from wouldblock.scenario.declaration import SYSTEMS
from wouldblock.scenario.model import Scenario, find, this_system

RUNS = ROOT / "build" / "runs"


def fingerprint(scenario: Scenario) -> str:
    """A short text that changes when a program or the declaration does."""
    digest = hashlib.sha256()
    for path in [*scenario.programs, scenario.declaration]:
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b""))
    return digest.hexdigest()[:16]


def write(passed: Iterable[Scenario], folder: Path = RUNS) -> None:
    """Record that these scenarios have passed here and now, beside those recorded before."""
    free_threaded = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    file = folder / f"{this_system()}-{sys.version_info.major}.{sys.version_info.minor}{free_threaded}.json"
    before = json.loads(file.read_text("utf-8"))["scenarios"] if file.exists() else {}
    record = {
        "system": f"{SYSTEMS[this_system()]} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}{' free-threaded' if free_threaded else ''}",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "scenarios": dict(sorted((before | {scenario.name: fingerprint(scenario) for scenario in passed}).items())),
    }
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def seen(scenario: Scenario, folder: Path = RUNS) -> list[dict[str, str]]:
    """The records of all systems and Pythons on which the scenario, as it is now, has passed."""
    records = [_parsed(file.read_bytes()) for file in sorted(folder.glob("*.json"))]
    now = fingerprint(scenario)
    return [record for record in records if record["scenarios"].get(scenario.name) == now]


@functools.lru_cache(maxsize=64)  # every page asks for the same ones
def _parsed(content: bytes) -> dict:
    return json.loads(content)


def table(scenarios: list[Scenario], folder: Path = RUNS) -> Iterator[str]:
    """The lines of the table: a row for each scenario, a column for each system.

    A cell tells on how many of the Pythons on which the scenario should have run there it has passed as it is now.
    """
    records = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    systems = [name for name in SYSTEMS.values() if any(one["system"].startswith(name) for one in records)]
    if not systems:
        yield f"No run is recorded in {folder.name}/."
        return
    for system in systems:
        pythons = [one["python"] for one in records if one["system"].startswith(system)]
        yield f"- {system}: {', '.join(pythons)}"
    yield ""
    yield f"| scenario | {' | '.join(systems)} |"
    yield f"|---|{'---|' * len(systems)}"
    for scenario in scenarios:
        cells = (cell(scenario, [one for one in records if one["system"].startswith(name)], name) for name in systems)
        yield f"| {scenario.name} | {' | '.join(cells)} |"


def cell(scenario: Scenario, records: list[dict], system: str) -> str:
    """What the records of one system tell of a scenario."""
    if system not in (SYSTEMS[name] for name in scenario.systems):
        return "not for this system"
    versions = SpecifierSet(scenario.python)
    due = [one for one in records if versions.contains(re.search(r"\d+\.\d+\.\d+", one["python"])[0])]
    failed = [one["python"] for one in due if one["scenarios"].get(scenario.name) != fingerprint(scenario)]
    if not failed:
        return f"{len(due)} of {len(due)}"
    reason = ", where the system may forbid what it needs" if scenario.unavailable else ""
    return f"**{len(due) - len(failed)} of {len(due)}**, not {', not '.join(failed)}{reason}"


if __name__ == "__main__":
    print("\n".join(["## What ran where", "", *table(find())]))

"""On which systems and Pythons a scenario has passed: the tests write it, the pages show it.

One JSON file in `build/runs/` for each system and Python: {"system", "python", "date", "scenarios": {name: fingerprint}}.
A fingerprint stands for the bytes of a scenario's files, so that a page never claims a run of another text.
"""

import datetime
import functools
import hashlib
import json
import platform
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from wouldblock.scenario import SYSTEMS, Scenario, this_system

RUNS = Path(__file__).parent.parent / "build" / "runs"


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

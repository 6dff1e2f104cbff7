"""A table in Markdown of what has passed where: `python -m wouldblock.runs_table`, from the records in build/runs/."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from packaging.specifiers import SpecifierSet

from wouldblock.runs import RUNS, fingerprint
from wouldblock.scenario import SYSTEMS, Scenario, find


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

"""The table of what ran where tells what passed, what did not, and what need not run."""

import json

from support.scenarios import write
from wouldblock.scenario.passed import fingerprint, table


def record(folder, system: str, python: str, scenarios: dict) -> None:
    folder.mkdir(exist_ok=True)
    one = {"system": f"{system} 1.0", "python": f"CPython {python}", "date": "2026-01-01", "scenarios": scenarios}
    (folder / f"{system}-{python}.json").write_text(json.dumps(one), "utf-8")


def test_table_tells_what_passed_where(tmp_path) -> None:
    scenario = write(tmp_path, scenario="systems = ['linux', 'macos']\npython = '>=3.12'\nwhy = 'It forks.'\n")
    passed = {scenario.name: fingerprint(scenario)}
    runs = tmp_path / "runs"
    record(runs, "Linux", "3.11.2", {})
    record(runs, "Linux", "3.12.1", passed)
    record(runs, "Linux", "3.15.0b1 free-threaded", passed)
    record(runs, "macOS", "3.12.1", passed)
    record(runs, "macOS", "3.13.0", {scenario.name: "of another text"})
    record(runs, "Windows", "3.12.1", {})
    assert list(table([scenario], runs)) == [
        "- Linux: CPython 3.11.2, CPython 3.12.1, CPython 3.15.0b1 free-threaded",
        "- macOS: CPython 3.12.1, CPython 3.13.0",
        "- Windows: CPython 3.12.1",
        "",
        "| scenario | Linux | macOS | Windows |",
        "|---|---|---|---|",
        "| chapter/name | 2 of 2 | **1 of 2**, not CPython 3.13.0 | not for this system |",
    ]


def test_table_tells_what_the_system_may_have_forbidden(tmp_path) -> None:
    scenario = write(tmp_path, scenario="unavailable = 'PermissionError'\n")
    record(tmp_path / "runs", "Linux", "3.12.1", {})
    *_, row = table([scenario], tmp_path / "runs")
    assert row == ("| chapter/name | **0 of 1**, not CPython 3.12.1, where the system may forbid what it needs |")


def test_table_without_a_record_says_so(tmp_path) -> None:
    assert list(table([write(tmp_path)], tmp_path / "runs")) == ["No run is recorded in runs/."]

"""On what a scenario has passed is kept for each one, told to readers, and lost when it fails."""

import json
import platform
import re

import pytest

from support.scenarios import CLIENT, SERVER, write
from wouldblock.scenario import passed
from wouldblock.scenario.model import by_name
from wouldblock.scenario.passed import Pass, fingerprint, table


def write_passes(folder, system: str, python: str, scenarios: dict[str, str]) -> None:
    """A file of one system and Python; `scenarios` are the fingerprints of those that passed there."""
    folder.mkdir(exist_ok=True)
    python = f"CPython {python}"
    passes = {name: {"fingerprint": text, "python": python, "date": "2026-01-01"} for name, text in scenarios.items()}
    content = {"system": f"{system} 1.0", "python": python, "scenarios": passes}
    (folder / f"{system}-{python}.json").write_text(json.dumps(content), "utf-8")


@pytest.fixture
def two(tmp_path):
    """Two scenarios that have passed on the Python before this one, and the folder of the record."""
    write(tmp_path / "snippets")
    other = tmp_path / "snippets" / "chapter" / "other"
    other.mkdir()
    (other / "server.py").write_text(SERVER)
    (other / "client.py").write_text(CLIENT)
    scenarios = [by_name(f"chapter/{name}", tmp_path / "snippets") for name in ("name", "other")]
    passed.write(scenarios, folder=tmp_path / "runs")
    (file,) = (tmp_path / "runs").glob("*.json")
    older = file.read_text("utf-8").replace(platform.python_version(), "3.11.0")
    file.write_text(re.sub(r'"date": "[\d-]+"', '"date": "2026-01-01"', older), "utf-8")
    return scenarios, tmp_path / "runs"


def test_scenario_is_said_to_have_passed_where_it_ran_and_on_the_day_when_it_ran(two) -> None:
    (first, second), runs = two
    passed.write([first], folder=runs)
    (new,), (old,) = passed.seen(first, runs), passed.seen(second, runs)
    assert platform.python_version() in new.python and new.date > "2026-01-01"
    assert "3.11.0" in old.python and old.date == "2026-01-01"


def test_scenario_that_fails_loses_that_it_has_passed(two) -> None:
    (first, second), runs = two
    passed.write([], [first.name, "chapter/never_seen"], runs)
    assert passed.seen(first, runs) == []
    assert len(passed.seen(second, runs)) == 1


def test_scenario_with_another_text_has_not_passed(two) -> None:
    (first, _), runs = two
    first.programs[0].write_text(SERVER + "# more\n", "utf-8")
    assert passed.seen(first, runs) == []


def test_record_of_an_older_form_tells_nothing(tmp_path) -> None:
    scenario = write(tmp_path)
    old = {"system": "Linux 1", "python": "CPython 3.11.0", "scenarios": {scenario.name: fingerprint(scenario)}}
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "linux-3.11.json").write_text(json.dumps(old), "utf-8")
    assert passed.seen(scenario, tmp_path / "runs") == []
    assert list(table([scenario], tmp_path / "runs"))[-1] == "| chapter/name | **0 of 1**, not CPython 3.11.0 |"


def test_a_pass_is_told_with_system_python_and_day(tmp_path) -> None:
    scenario = write(tmp_path)
    write_passes(tmp_path / "runs", "Linux", "3.12.1", {scenario.name: fingerprint(scenario)})
    assert passed.seen(scenario, tmp_path / "runs") == [Pass("Linux 1.0", "CPython 3.12.1", "2026-01-01")]


def test_table_tells_what_passed_where(tmp_path) -> None:
    scenario = write(tmp_path, scenario="systems = ['linux', 'macos']\npython = '>=3.12'\nwhy = 'It forks.'\n")
    passes = {scenario.name: fingerprint(scenario)}
    runs = tmp_path / "runs"
    write_passes(runs, "Linux", "3.11.2", {})
    write_passes(runs, "Linux", "3.12.1", passes)
    write_passes(runs, "Linux", "3.15.0b1 free-threaded", passes)
    write_passes(runs, "macOS", "3.12.1", passes)
    write_passes(runs, "macOS", "3.13.0", {scenario.name: "of another text"})
    write_passes(runs, "Windows", "3.12.1", {})
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
    write_passes(tmp_path / "runs", "Linux", "3.12.1", {})
    *_, row = table([scenario], tmp_path / "runs")
    assert row == ("| chapter/name | **0 of 1**, not CPython 3.12.1, where the system may forbid what it needs |")


def test_table_without_a_record_says_so(tmp_path) -> None:
    assert list(table([write(tmp_path)], tmp_path / "runs")) == ["No run is recorded in runs/."]

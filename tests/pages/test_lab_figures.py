"""The tables of the page 'How it runs here': from a record, and without one."""

import json
from pathlib import Path

import pytest

from wouldblock.markup import Directive
from wouldblock.pages import lab_figures
from wouldblock.project import Project, ProjectError

MEASURED = {
    "recorded": {"date": "2026-01-02", "system": "Linux 6.1", "browser": "Chromium 150"},
    "machine": {"kernel": "Linux 6.12.1", "python": "Python 3.13.5"},
    "bytes": {"v86.js": 360_000, "v86.gzip": 400_000, "plain.zstd": 9_000_000, "tls.zstd": 11_000_000},
    "ready": {"cold": 500, "warm": 300},
    "echo": {"here": 90, "host": 120},
    "memory": {"before": 40, "peak": 180, "rest": 110, "left": 50},
    "look": {"instructions": 30_000, "milliseconds": 0.19},
    "speed": 150,
    "scenarios": {"Chromium": {"of": 3, "shown": {"a/b": 100, "a/c": 300}}},
}


def table(root: Path, name: str) -> str:
    return lab_figures.figures(Project(root), Directive("lab", name))


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / lab_figures.MEASURED).write_text(json.dumps(MEASURED))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("sizes", "| memory and processor of the started machine | 9.00 MB |"),
        ("times", "| the same when the browser has the files | 300 ms |"),
        ("memory", "| the most, while a machine starts and runs | 180 MB |"),
        ("scenarios", "| scenarios that print what is shown, in Chromium | 2 of 3 |"),
        ("scenarios", "| the slowest, `a/c` | 0.3 s |"),
    ],
)
def test_a_table_states_what_was_recorded_and_where(recorded: Path, name: str, row: str) -> None:
    text = table(recorded, name)
    assert row in text.splitlines()
    assert "Recorded on 2026-01-02 with Chromium 150 on Linux 6.1; the machine has Linux 6.12.1" in text


@pytest.mark.parametrize("name", lab_figures.TABLES)
def test_without_a_record_a_table_says_how_to_get_one(tmp_path: Path, name: str) -> None:
    assert "nox -s lab-check -- --record" in table(tmp_path, name)


def test_an_unknown_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no table 'size'"):
        table(tmp_path, "size")

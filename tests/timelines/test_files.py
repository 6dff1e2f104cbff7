"""A timeline is kept as it was recorded, and one that is spoiled is told in a sentence."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from wouldblock.project import ProjectError
from wouldblock.timelines.files import load_timeline, save_timeline
from wouldblock.timelines.model import Buffers, Call, Lane, Timeline

RECORDED = {"date": "2026-01-02", "system": "Linux 6.1", "python": "3.11.7", "strace": "6.1"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A timeline that is right."""
    calls = [
        Call(
            0, "send", 3, 0.5, None, on="c1", bytes=5, text="n\u00e4me", blocked=True, waits=[(0.5, 0.7), (0.9, None)]
        ),
        Call(1, "exit", None, 1.0, 1.0, woken_by=0),
    ]
    lanes = [Lane("a.py", "a.py"), Lane("a.py, thread 1", "a.py", "thread", 0)]
    timeline = Timeline("a/b", RECORDED, {"a.py": "0" * 64}, lanes, calls, Buffers("c1", [[0.5, 1, 2]]))
    path = tmp_path / "a" / "timelines" / "b.json"
    save_timeline(timeline, path)
    assert load_timeline(path) == timeline
    return path


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda table: table.pop("lanes"), "must contain ['lanes'] properties"),
        (lambda table: table.update(note="x"), "must not contain {'note'} properties"),
        (lambda table: table.update(scenario="b"), "scenario must match pattern"),
        (lambda table: table["recorded"].pop("strace"), "recorded must contain ['strace'] properties"),
        (lambda table: table["programs"].update({"a.py": "?"}), "programs.a.py must match pattern"),
        (lambda table: table["calls"][0].update(waited=True), "calls[0] must not contain {'waited'} properties"),
        (lambda table: table["calls"][0].update(start="soon"), "calls[0].start must be number"),
        (lambda table: table["calls"][0].update(waits=[[1]]), "calls[0].waits[0] must contain at least 2 items"),
        (lambda table: table["calls"][0].update(lane=2), "calls[0].lane is 2, but there are 2 lanes"),
        (lambda table: table["calls"][0].update(starts=7), "calls[0].starts is 7, but there are 2 lanes"),
        (lambda table: table["calls"][1].update(woken_by=999), "calls[1].woken_by is 999, but there are 2 calls"),
        (lambda table: table["calls"][0].update(woken_by=1), "calls[0].woken_by leads back to where it came from"),
        (lambda table: table["lanes"][0].update(parent=1), "lanes[0].parent is 1, which is no lane before it"),
        (lambda table: table["buffers"].update(samples=[[1, 2]]), "buffers.samples[0] must contain at least 3 items"),
    ],
)
def test_timeline_that_is_spoiled_is_told(file, change: Callable[[dict], object], sentence) -> None:
    table = copy.deepcopy(json.loads(file.read_text("utf-8")))
    change(table)
    file.write_text(json.dumps(table), "utf-8")
    with pytest.raises(ProjectError) as told:
        load_timeline(file)
    assert re.fullmatch(
        rf".*a/timelines/b\.json: {re.escape(sentence)}.*; record it with: nox -s record -- a/b", str(told.value)
    )


@pytest.mark.parametrize("content", ["", "{", "[]", '{"lanes": \x00}'])
def test_timeline_that_is_no_json_is_told(file, content) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(ProjectError, match=r"a/timelines/b\.json.*; record it with: nox -s record -- a/b"):
        load_timeline(file)


def test_timeline_that_is_not_there_is_told_with_the_name_that_is_near(file) -> None:
    with pytest.raises(ProjectError, match=r"there is no .*/c\.json; record it with: nox -s record -- a/c"):
        load_timeline(file.with_name("c.json"))
    file.rename(file.with_name("timeouts.json"))
    with pytest.raises(ProjectError, match=r"/timeout\.json; did you mean 'timeouts'\?; record it"):
        load_timeline(file.with_name("timeout.json"))

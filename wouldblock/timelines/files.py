"""Where timelines are kept, and their form: one JSON file a scenario, `docs/<chapter>/timelines/<name>.json`.

`nox -s record` writes it, pages draw it, a test compares it with a new recording. One call a line, so that a difference
can be read.
"""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wouldblock import checked_json
from wouldblock.project import DOCS, ProjectError, shown_path
from wouldblock.timelines.model import Buffers, Call, Lane, Timeline

SCHEMA = Path(__file__).parent / "timeline.schema.json"


def timeline_file(scenario: str, docs: Path = DOCS) -> Path:
    """Where the timeline of a scenario, `chapter/name`, is kept."""
    chapter, name = scenario.split("/")
    return docs / chapter / "timelines" / f"{name}.json"


def load_timeline(file: Path) -> Timeline:
    """Read a timeline; raises ProjectError where there is none, or where it is not as `save_timeline` has written it."""
    cure = f"record it with: nox -s record -- {file.parent.parent.name}/{file.stem}"
    table = checked_json.read(file, SCHEMA, cure)
    timeline = Timeline(
        table["scenario"],
        table["recorded"],
        table["programs"],
        [Lane(**lane) for lane in table["lanes"]],
        [_call(call) for call in table["calls"]],
        Buffers(**table["buffers"]) if table["buffers"] else None,
    )
    if problem := next(_contradictions(timeline), ""):
        raise ProjectError(f"{shown_path(file)}: {problem}; {cure}")
    return timeline


def _call(entry: dict) -> Call:
    facts: dict[str, Any] = {"line": None, "end": None} | entry
    facts["waits"] = [(start, end) for start, end in entry.get("waits", [])]
    return Call(**facts)


def _contradictions(timeline: Timeline) -> Iterator[str]:
    """What a schema can't say: numbers that are no place in the lists, and calls that woke each other."""
    lanes, calls = len(timeline.lanes), len(timeline.calls)
    for number, lane in enumerate(timeline.lanes):
        if lane.parent is not None and lane.parent >= number:
            yield f"lanes[{number}].parent is {lane.parent}, which is no lane before it"
    for number, call in enumerate(timeline.calls):
        for key, value, size in (("lane", call.lane, lanes), ("starts", call.starts, lanes)):
            if value is not None and value >= size:
                yield f"calls[{number}].{key} is {value}, but there are {size} lanes"
        if call.woken_by is not None and call.woken_by >= calls:
            yield f"calls[{number}].woken_by is {call.woken_by}, but there are {calls} calls"
            return
    for number in range(calls):
        if _leads_back(timeline.calls, number):
            yield f"calls[{number}].woken_by leads back to where it came from"


def _leads_back(calls: list[Call], number: int) -> bool:
    """Whether the causes of a call, one after the other, come to one that was among them."""
    seen: set[int] = set()
    cause: int | None = number
    while cause is not None and cause not in seen:
        seen.add(cause)
        cause = calls[cause].woken_by
    return cause is not None


def save_timeline(timeline: Timeline, file: Path) -> None:
    """Write a timeline, one lane or call a line; what is null, false, empty or a count of 1 is left out."""
    parts = {
        "scenario": json.dumps(timeline.scenario),
        "recorded": json.dumps(timeline.recorded),
        "programs": json.dumps(timeline.programs),
        "lanes": _lines(_short(lane) for lane in timeline.lanes),
        "calls": _lines(_short(call) for call in timeline.calls),
        "buffers": json.dumps(timeline.buffers and dataclasses.asdict(timeline.buffers)),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{\n" + ",\n".join(f'"{key}": {text}' for key, text in parts.items()) + "\n}\n", "utf-8")


def _short(part: Lane | Call) -> dict:
    usual = {"count": 1, "blocked": False, "varies": False, "waits": []}
    return {
        key: value
        for key, value in dataclasses.asdict(part).items()
        if value is not None and (key not in usual or value != usual[key])
    }


def _lines(parts: Iterable[dict]) -> str:
    return "[\n" + ",\n".join(f" {json.dumps(part, ensure_ascii=False)}" for part in parts) + "\n]"

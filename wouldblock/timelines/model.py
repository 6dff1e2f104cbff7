"""A recorded run of a scenario: who asked the kernel for what, when, and where each one was blocked.

One JSON file a scenario, `docs/<chapter>/timelines/<name>.json`: `nox -s record` writes it, pages draw it,
a test compares it with a new recording. One call a line, so that a difference can be read.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wouldblock import checked_json
from wouldblock.project import DOCS, ProjectError, shown_path
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import read_program

SCHEMA = Path(__file__).parent / "timeline.schema.json"
WAITERS = ("select", "poll", "epoll_wait")  # calls about several things, of which they find some ready
LOCKS = {  # functions of Python that wait on purpose, and how the picture names them
    "lock.acquire": "acquire", "RLock.acquire": "acquire", "Thread.join": "join", "_ThreadHandle.join": "join",
    "Queue.get": "get", "SimpleQueue.get": "get", "Queue.put": "put", "Event.wait": "wait for event",
    "Barrier.wait": "wait at barrier", "Condition.wait": "wait for condition",
    "Condition.wait_for": "wait for condition", "Future.result": "result",
}  # fmt: skip
BULK = 1000  # bytes; of fewer there is always room, in what is recorded here


@dataclass(frozen=True)
class Lane:
    """A process or a thread. `kind`: 'process', 'child' or 'thread'; `parent`: the index of the lane that started it."""

    name: str
    program: str
    kind: str = "process"
    parent: int | None = None


@dataclass
class Call:
    """A system call, or several equal ones in a row (`count`); times are milliseconds since the first call.

    `line`: the line of the program that made it.  `end`: None if it had not returned when the run was ended.
    `blocked`: the thread waited in it.  `varies`: in another run it may wait or not.
    `waits_in`: the call that did the waiting, when Python makes two: a socket with a timeout waits in poll first.
    `on`: 'listener', 'c1', 'pair 1', 'pipe 1' …, or the name of a lock.  `bytes`: 0 at the end of a stream.
    `error`: 'EAGAIN' …, or 'timeout'.  `starts`: the index of the lane that a fork or thread start begins.
    `woken_by`: the index of the call that fed or woke this one.
    `waits`: of several calls, (start, end) of each of those that waited.
    """

    lane: int
    call: str
    line: int | None
    start: float
    end: float | None
    on: str | None = None
    bytes: int | None = None
    text: str | None = None
    error: str | None = None
    blocked: bool = False
    varies: bool = False
    waits_in: str | None = None
    count: int = 1
    starts: int | None = None
    woken_by: int | None = None
    waits: list[tuple[float, float | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Buffers:
    """Bytes under way on connection `of`: [[ms, bytes the sender's kernel holds, bytes the receiver's kernel holds unread], …]."""

    of: str
    samples: list[list[float]]


@dataclass
class Timeline:
    """A run of the scenario `scenario`; `recorded`: 'date', 'system', 'python', 'strace'; `programs`: name → SHA-256."""

    scenario: str
    recorded: dict[str, str]
    programs: dict[str, str]
    lanes: list[Lane]
    calls: list[Call] = field(default_factory=list)
    buffers: Buffers | None = None

    def is_of(self, scenario: Scenario) -> bool:
        """Whether it was recorded from the programs as they are now; a picture of other bytes is stale."""
        return self.programs == fingerprints(scenario)


def fingerprints(scenario: Scenario) -> dict[str, str]:
    """The SHA-256 of each program, with line ends as the site shows them."""
    return {path.name: hashlib.sha256(read_program(path).encode()).hexdigest() for path in scenario.programs}


def path(scenario: str, docs: Path = DOCS) -> Path:
    """Where the timeline of a scenario, `chapter/name`, is kept."""
    chapter, name = scenario.split("/")
    return docs / chapter / "timelines" / f"{name}.json"


def load(file: Path) -> Timeline:
    """Read a timeline; raises ProjectError where there is none, or where it is not as `save` has written it."""
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


def save(timeline: Timeline, file: Path) -> None:
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


def _short(record: Lane | Call) -> dict:
    usual = {"count": 1, "blocked": False, "varies": False, "waits": []}
    return {
        key: value
        for key, value in dataclasses.asdict(record).items()
        if value is not None and (key not in usual or value != usual[key])
    }


def _lines(records) -> str:
    return "[\n" + ",\n".join(f" {json.dumps(record, ensure_ascii=False)}" for record in records) + "\n]"

"""Find the lanes of a recording: each process and each thread has one, beside who has started it."""

from collections import Counter
from dataclasses import dataclass, field

from wouldblock.linux.arguments import starts_thread
from wouldblock.linux.strace import RawCall
from wouldblock.scenario.program import is_server
from wouldblock.timelines.model import Lane

CLONES = {"fork", "vfork", "clone", "clone3"}


@dataclass
class Lanes:
    """All lanes in the order of the picture; by the number of a thread, its lane and its process."""

    all: list[Lane] = field(default_factory=list)
    of: dict[int, int] = field(default_factory=dict)
    process: dict[int, int] = field(default_factory=dict)


def find_lanes(programs: list[str], starts: list[list[RawCall]]) -> Lanes:
    """The lanes of all starts: servers first, each followed by its threads and children, then the clients.

    `programs` has the name of the program of each start, `starts` its calls.
    """
    lanes, seen = Lanes(), Counter[str]()
    for program, raw_calls in sorted(zip(programs, starts, strict=True), key=lambda start: not is_server(start[0])):
        seen[program] += 1
        name = program if seen[program] == 1 else f"{program} ({_ordinal(seen[program])})"
        root = raw_calls[0].thread
        lanes.process[root] = root
        _add(lanes, root, Lane(name, program), clones_of(raw_calls))
    return lanes


def clones_of(raw_calls: list[RawCall]) -> list[tuple[RawCall, int]]:
    """The calls that have started a thread or a process, each with the number of that."""
    return [(raw, raw.result) for raw in raw_calls if raw.name in CLONES and raw.result and raw.result > 0]


def _add(lanes: Lanes, thread: int, lane: Lane, clones: list[tuple[RawCall, int]]) -> None:
    """Add the lane of a thread, and those of all that it has started, in the order of their start."""
    parent = lanes.of[thread] = len(lanes.all)
    lanes.all.append(lane)
    numbers = {"thread": 0, "child": 0}
    for clone, started in clones:
        if clone.thread == thread:
            kind = "thread" if starts_thread(clone) else "child"
            numbers[kind] += 1
            lanes.process[started] = lanes.process[thread] if kind == "thread" else started
            name = f"{lane.name}, {kind} {numbers[kind]}"
            _add(lanes, started, Lane(name, lane.program, kind, parent), clones)


def _ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")

"""Find the lanes of a recording: each process and each thread has one, beside who has started it."""

from dataclasses import dataclass, field

from wouldblock.record.strace import RawCall
from wouldblock.scenario.program import is_server
from wouldblock.timelines.model import Lane

CLONES = {"fork", "vfork", "clone", "clone3"}


def starts_thread(raw: RawCall) -> bool:
    return "CLONE_THREAD" in raw.args


@dataclass
class Lanes:
    """All lanes in the order of the picture; by the number of a thread, its lane and its process."""

    all: list[Lane] = field(default_factory=list)
    of: dict[int, int] = field(default_factory=dict)
    process: dict[int, int] = field(default_factory=dict)


def find_lanes(programs: list[str], starts: dict[int, list[RawCall]]) -> Lanes:
    """The lanes of all starts: servers first, each followed by its threads and children, then the clients."""
    lanes, seen = Lanes(), {}
    for number in sorted(starts, key=lambda number: (not is_server(programs[number]), number)):
        program = programs[number]
        seen[program] = seen.get(program, 0) + 1
        name = program if seen[program] == 1 else f"{program} ({ordinal(seen[program])})"
        root = starts[number][0].thread
        lanes.process[root] = root
        clones = [call for call in starts[number] if call.name in CLONES and (call.result or 0) > 0]
        _add(lanes, root, Lane(name, program), clones)
    return lanes


def _add(lanes: Lanes, thread: int, lane: Lane, clones: list[RawCall]) -> None:
    """Add the lane of a thread, and those of all that it has started, in the order of their start."""
    parent = lanes.of[thread] = len(lanes.all)
    lanes.all.append(lane)
    numbers = {"thread": 0, "child": 0}
    for clone in clones:
        if clone.thread == thread:
            kind = "thread" if starts_thread(clone) else "child"
            numbers[kind] += 1
            lanes.process[clone.result] = lanes.process[thread] if kind == "thread" else clone.result
            name = f"{lane.name}, {kind} {numbers[kind]}"
            _add(lanes, clone.result, Lane(name, lane.program, kind, parent), clones)


def ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")

"""What the lanes of a timeline did, step by step: one call, or several alike that follow one another in a loop."""

from collections.abc import Iterator
from dataclasses import dataclass

from wouldblock.timeline import Call, Timeline

REFUSED = {"EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "EALREADY"}


@dataclass
class Step:
    """Calls of one lane that a picture shows as one; `woken_by`: the index of the step that fed or woke it."""

    calls: list[Call]
    woken_by: int | None = None

    @property
    def first(self) -> Call:
        return self.calls[0]

    @property
    def last(self) -> Call:
        return self.calls[-1]

    @property
    def lane(self) -> int:
        return self.first.lane

    @property
    def count(self) -> int:
        return sum(call.count for call in self.calls)

    @property
    def bytes(self) -> int | None:
        known = [call.bytes * call.count for call in self.calls if call.bytes is not None]
        return sum(known) if known else None

    @property
    def blocked(self) -> bool:
        return any(call.blocked for call in self.calls)

    @property
    def kind(self) -> str:
        """How it looks: 'sleep', 'wait', 'spin' (asks again and again), 'run' (a loop), or 'call'."""
        if self.first.call == "sleep":
            return "sleep"
        if self.blocked:
            return "wait"
        if self.count > 1:
            return "spin" if self.first.error else "run"
        return "call"

    def took(self, end: float) -> float:
        """Milliseconds from its start to its end, or to the end of the recording."""
        return (end if self.last.end is None else self.last.end) - self.first.start


def steps(timeline: Timeline) -> list[Step]:
    """The steps in order of their start."""
    found: list[Step] = []
    of_call: dict[int, int] = {}
    last: dict[int, int] = {}
    for number, call in enumerate(timeline.calls):
        before = last.get(call.lane)
        if before is not None and alike(found[before].last, call):
            found[before].calls.append(call)
        else:
            last[call.lane] = len(found)
            found.append(Step([call]))
        of_call[number] = last[call.lane]
    for step in found:
        wakers = [of_call[call.woken_by] for call in step.calls if call.woken_by is not None]
        step.woken_by = wakers[0] if wakers else None
    return found


def alike(one: Call, other: Call) -> bool:
    """Whether two calls in a row are rounds of one loop that the reader need not see one by one."""
    same = all(getattr(one, key) == getattr(other, key) for key in ("call", "line", "on", "error", "blocked", "varies"))
    plain = not (one.text or other.text or one.starts or other.starts or one.blocked or one.end is None)
    moves = one.bytes and other.bytes and one.call in ("send", "recv", "sendto", "recvfrom", "read", "write")
    return bool(same and plain and (moves or one.error))


def end_of(timeline: Timeline) -> float:
    """When the recording ended, in milliseconds."""
    return max(max(call.start, call.end or 0) for call in timeline.calls)


def connections(timeline: Timeline) -> Iterator[str]:
    """The names of the connections, in order."""
    yield from dict.fromkeys(call.on for call in timeline.calls if call.on and call.on != "listener")

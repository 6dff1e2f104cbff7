"""A recorded run of a scenario: who asked the kernel for what, when, and where each one was blocked."""

from dataclasses import dataclass, field

from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import fingerprint

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

    @property
    def end(self) -> float:
        """When the recording ended, in milliseconds."""
        return max(max(call.start, call.end or 0) for call in self.calls)

    def spans(self, call: Call) -> list[tuple[float, float]]:
        """When a call waited, or when those of several calls did: the start and the end of each wait, in milliseconds."""
        waits = call.waits or [(call.start, call.end)]
        return [(start, self.end if end is None else end) for start, end in waits]

    def took(self, call: Call) -> float:
        """Milliseconds from the start of a call to its end, or to that of the recording; of several, what they waited."""
        return sum(end - start for start, end in self.spans(call))


def fingerprints(scenario: Scenario) -> dict[str, str]:
    """The fingerprint of each program, by its name."""
    return {path.name: fingerprint(path) for path in scenario.programs}

"""Make calls of what strace has written: with Python's names, on which socket, by which line.

A call is kept if a C function has made it that a line of the program has called, directly or through the library, or
if it is about a socket or a pipe of the program. So the start of the interpreter, its imports and the waits for the
GIL are left out.
"""

import re
from dataclasses import dataclass, field

from wouldblock.linux import arguments
from wouldblock.linux.strace import RawCall
from wouldblock.record.descriptors import Descriptors, End, Thing, give_names
from wouldblock.record.lanes import CLONES, Lanes
from wouldblock.scenario.program import is_server
from wouldblock.timelines.model import LOCKS

NAMES = {
    "accept4": "accept", "recvfrom": "recv", "recvmsg": "recv", "sendto": "send", "sendmsg": "send",
    "pselect6": "select", "ppoll": "poll", "epoll_pwait": "epoll_wait", "epoll_pwait2": "epoll_wait",
    "fork": "clone", "vfork": "clone", "clone3": "clone", "wait4": "wait", "waitid": "wait",
    "clock_nanosleep": "sleep", "rt_sigsuspend": "pause", "tgkill": "kill", "exit_group": "exit", "end": "exit",
}  # fmt: skip
METHODS = {
    "_accept": "accept", "recv": "recv", "recv_into": "recv", "recvfrom": "recv", "send": "send", "sendall": "send",
    "connect": "connect", "connect_ex": "connect",
}  # fmt: skip
OF_THE_HARNESS = {"reporting_print", "report"}
STANDARD = re.compile(r"[012]<")
LONGEST_TEXT = 40
SIZE_OF_RUNTIME = 2**20  # bytes, at most; where the heap comes right behind it, that begins earlier


@dataclass(eq=False)
class Span:
    """A C function in which a thread is: on which line, called through which function of the library."""

    line: int | None = None
    function: str = ""
    library: str = ""
    whom: int = 0  # the thread that is joined
    has_waited: bool = False  # for a lock


@dataclass(eq=False)
class Traced:
    """A call that is kept; times in seconds since the epoch. What comes after `ends` is found out later."""

    lane: int
    call: str
    raw: RawCall
    line: int | None
    start: float
    end: float | None
    on: End | None = None
    bytes: int | None = None
    text: str | None = None
    error: str | None = None
    ready: list[tuple[End, bool]] = field(default_factory=list)  # what was found ready, and whether for reading
    asks_only: bool = False  # it is non-blocking, or has a timeout of 0
    inside: str = ""  # the method of a socket that has made it, by the name of the call that it is for
    starts: int | None = None  # the lane that begins
    whom: int | None = None  # the lane whose end is waited for
    ends: list[End] = field(default_factory=list)  # ends of connections that nobody holds any more
    blocked: bool = False
    woken_by: "Traced | None" = None
    waits_in: str | None = None
    count: int = 1
    waits: list[tuple[float, float | None]] = field(default_factory=list)  # of several calls: of those that waited
    part_of: "Traced | None" = None  # the call in whose entry of the timeline this one is told

    @property
    def thing(self) -> Thing | None:
        """What the call is about."""
        return self.on.thing if self.on else None


class Reader:
    """Reads the calls of all threads; afterwards `descriptors` knows all connections, by their names."""

    def __init__(self, lanes: Lanes):
        self.lanes = lanes
        self.descriptors = Descriptors(lanes.process)
        self.spans: dict[int, list[Span]] = {}
        self.runtimes: dict[int, range] = {}  # for each process, the addresses of the state of Python's runtime

    def read(self, raw_calls: list[RawCall]) -> list[Traced]:
        """The calls that are kept of all threads, in the order of time. Raises UnknownText."""
        self.descriptors.look_ahead(raw_calls)
        calls = []
        for raw in raw_calls:
            if raw.name == "write" and raw.arguments.startswith("-1, "):
                self._take_note(raw)
            elif raw.thread in self.lanes.of and (call := self._traced(raw)):
                calls.append(call)
        calls = end_at_ctrl_c(without_idle_pipes(calls), self.lanes)
        # A listener hands connections over in the order of the connects, whoever accepts first.
        connected = [call.thing for call in calls if call.call == "connect" and call.thing]
        used = {call.thing for call in calls}
        give_names(connected + [thing for thing in self.descriptors.things.values() if thing in used])
        return calls

    def _take_note(self, raw: RawCall) -> None:
        """A note of wouldblock/record/inside/lines.py: where the runtime is, or a C function begins, or ends."""
        text, spans = arguments.data(raw)[0], self.spans.setdefault(raw.thread, [])
        if text.startswith("="):
            begin, end = map(int, text[1:].split())
            self.runtimes[raw.thread] = range(begin, min(end, begin + SIZE_OF_RUNTIME))
        elif text != "<":
            _, line, function, library, whom = text.split()
            spans.append(Span(int(line), function, library, int(whom)))
        elif spans:
            spans.pop()

    def _traced(self, raw: RawCall) -> Traced | None:  # noqa: PLR0911 one for each kind of call
        """A call with all that it tells by itself, or None if it is left out."""
        process, spans = self.lanes.process[raw.thread], self.spans.get(raw.thread, [])
        if raw.name in CLONES and raw.result and raw.result > 0 and not arguments.starts_thread(raw):
            self.descriptors.fork(process, raw.result)
            self.spans[raw.result] = list(spans)
            self.runtimes[raw.result] = self.runtimes.get(process, range(0))
        span = spans[-1] if spans else Span()
        if span.library in OF_THE_HARNESS or STANDARD.match(raw.arguments):
            return None
        name = NAMES.get(raw.name, raw.name)
        call = Traced(self.lanes.of[raw.thread], name, raw, span.line, raw.start, raw.end, error=raw.error)
        call.inside = METHODS.get(span.function, "")
        match name:
            case "accept" | "connect" | "listen" | "shutdown" | "send" | "recv" | "read" | "write" | "close":
                return self._on_socket(call, process)
            case "select" | "poll" | "epoll_wait":
                return self._readiness(call, process, span)
            case "epoll_ctl":
                self.descriptors.end(process, arguments.watched(raw))
                return None
            case "ioctl":
                return self._ioctl(raw, process)
            case "clone":
                return self._clone(call)
            case "execve":
                self.descriptors.exit(process)
                return None
            case "wait":
                return self._wait(call)
            case "futex":
                return self._futex(call, process, span)
            case "exit":
                return self._exit(call, process)
        return call if call.line is not None else None

    def _on_socket(self, call: Traced, process: int) -> Traced | None:
        raw, descriptors = call.raw, self.descriptors
        arguments.check_socket(raw)
        if call.call == "connect":
            descriptors.connect(process, raw)
        call.on = descriptors.end(process, arguments.first_descriptor(raw.arguments))
        call.asks_only = call.on in descriptors.nonblocking
        if call.call == "close" and raw.arguments:
            call.ends = descriptors.close(process, arguments.number(raw))
        elif call.call == "accept" and raw.opened:
            accepted = arguments.first_descriptor(f"{raw.result}<{raw.opened}>")
            call.on = descriptors.end(process, accepted) or call.on
        elif call.on and call.call in ("send", "recv", "read", "write") and raw.result is not None and raw.result >= 0:
            call.bytes, call.text = raw.result, short_text(raw)
        return call if call.on else None

    def _readiness(self, call: Traced, process: int, span: Span) -> Traced | None:
        """A call that waits until one of several descriptors is ready."""
        raw, descriptors = call.raw, self.descriptors
        call.asks_only = arguments.timeout(raw) == 0
        if call.call == "poll":
            call.on = descriptors.end(process, arguments.first_descriptor(arguments.polled(raw)))
        descriptors.learn(process, raw.arguments)
        ends = [(descriptors.numbered(process, number), reading) for number, reading in arguments.ready(raw)]
        call.ready = [(end, reading) for end, reading in ends if end]
        if raw.result == 0:
            call.error = "timeout"
        if call.asks_only and not call.ready and span.library == "run":
            return None  # asyncio looks in between what is ready, and has other work
        return call if call.line is not None else None

    def _ioctl(self, raw: RawCall, process: int) -> None:
        """Whether a socket is non-blocking belongs to the calls on it; the change itself is not shown."""
        switched = arguments.nonblocking(raw)
        end = self.descriptors.end(process, arguments.first_descriptor(raw.arguments))
        if switched is not None and end:
            self.descriptors.set_blocking(end, not switched)

    def _clone(self, call: Traced) -> Traced | None:
        call.call = "start thread" if arguments.starts_thread(call.raw) else "fork"
        call.starts = self._lane(call.raw.result)
        return call if call.line is not None else None

    def _wait(self, call: Traced) -> Traced | None:
        call.whom = self._lane(call.raw.result)
        return call if call.line is not None and "WNOHANG" not in call.raw.arguments else None

    def _futex(self, call: Traced, process: int, span: Span) -> Traced | None:
        """A wait on purpose: the first one in the C function that is not for the GIL, which Python's runtime holds."""
        if span.library not in LOCKS or call.error == "EAGAIN" or span.has_waited:
            return None
        address, waits = arguments.futex(call.raw)
        if not waits or address in self.runtimes.get(process, range(0)):
            return None
        span.has_waited = True
        call.call, call.whom = LOCKS[span.library], self._lane(span.whom)
        call.error = "timeout" if call.error == "ETIMEDOUT" else call.error
        return call

    def _exit(self, call: Traced, process: int) -> Traced | None:
        """An exit, or the end by a signal; strace tells the other ends as well, when they are over."""
        raw = call.raw
        if raw.name == "end" and not raw.arguments:
            return None
        call.end, call.text = call.start, raw.arguments if raw.name == "end" else None
        if raw.thread == process or raw.name == "exit_group":
            call.ends = self.descriptors.exit(process)
        return call

    def _lane(self, thread: int | None) -> int | None:
        return None if thread is None else self.lanes.of.get(thread)


def without_idle_pipes(calls: list[Traced]) -> list[Traced]:
    """Leave out pipes that carry nothing: they only tell of an end, as those of multiprocessing do."""
    carry = {call.thing for call in calls if call.bytes}
    return [call for call in calls if not call.thing or call.thing.kind != "pipe" or call.thing in carry]


def end_at_ctrl_c(calls: list[Traced], lanes: Lanes) -> list[Traced]:
    """Leave out what servers do after Ctrl-C; what they were doing has no end. Another signal ends the one call that it cuts off."""
    servers = {index for index, lane in enumerate(lanes.all) if is_server(lane.program)}
    own = set(lanes.process.values())
    ctrl_c = min((call.raw.cut for call in calls if call.raw.cut and is_ctrl_c(call.raw, own)), default=float("inf"))
    kept = [call for call in calls if call.lane not in servers or call.start < ctrl_c]
    exits = {call.lane: call.start for call in kept if call.call == "exit"}
    for call in kept:
        if call.end is None and call.raw.cut and (call.lane not in servers or call.raw.cut < ctrl_c):
            call.end = call.raw.cut
        elif call.end is None and call.lane in exits:  # a signal has ended the process
            call.end = exits[call.lane]
        elif call.lane in servers and (call.end or ctrl_c) >= ctrl_c:
            call.end = None
    return kept


def is_ctrl_c(raw: RawCall, own: set[int]) -> bool:
    """Whether a call was cut off by us, who press Ctrl-C, and not by one of the scenario's `own` processes."""
    return raw.signal is not None and raw.signal.name == "SIGINT" and raw.signal.sender not in own


def short_text(raw: RawCall) -> str | None:
    """What was sent or received, if it is short and printable."""
    if not raw.result:
        return None
    text, is_cut = arguments.data(raw)
    return None if is_cut or raw.result > LONGEST_TEXT or "\\" in text else text

"""Make calls of what strace has written: with Python's names, on which socket, by which line.

A call is kept if a C function has made it that a line of the program has called, directly or through the library, or
if it is about a socket or a pipe of the program. So the start of the interpreter, its imports and the waits for the
GIL are left out.
"""

import re
from dataclasses import dataclass, field

from wouldblock.record.descriptors import Descriptors, End, Thing, give_names
from wouldblock.record.lanes import CLONES, Lanes, starts_thread
from wouldblock.record.strace import DATA, RawCall
from wouldblock.scenario.program import is_server
from wouldblock.timelines.model import LOCKS

NAMES = {
    "accept4": "accept", "recvfrom": "recv", "recvmsg": "recv", "sendto": "send", "sendmsg": "send",
    "pselect6": "select", "ppoll": "poll", "epoll_pwait": "epoll_wait", "fork": "clone", "vfork": "clone",
    "clone3": "clone", "wait4": "wait", "waitid": "wait", "clock_nanosleep": "sleep", "rt_sigsuspend": "pause",
    "tgkill": "kill", "exit_group": "exit", "end": "exit",
}  # fmt: skip
ON_SOCKETS = {"accept", "connect", "listen", "shutdown", "send", "recv", "read", "write", "close"}
METHODS = {
    "_accept": "accept", "recv": "recv", "recv_into": "recv", "recvfrom": "recv", "send": "send", "sendall": "send",
    "connect": "connect", "connect_ex": "connect",
}  # fmt: skip
OF_THE_HARNESS = {"reporting_print", "report"}
STANDARD = re.compile(r"[012]<")
LONGEST_TEXT = 40
SIZE_OF_RUNTIME = 2**20  # bytes, at most; it begins with the symbol _PyRuntime


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
    """A call that is kept; times in seconds since the epoch."""

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
    waits_in: str | None = None
    starts: int | None = None  # the lane that begins
    whom: int | None = None  # the lane whose end is waited for
    ends: list[End] = field(default_factory=list)  # ends of connections that nobody holds any more
    count: int = 1
    blocked: bool = False
    woken_by: "Traced | None" = None
    waits: list[tuple[float, float]] = field(default_factory=list)  # of several calls: of those that waited

    @property
    def thing(self) -> Thing | None:
        return self.on and self.on.thing


class Reader:
    """Reads the calls of all threads; afterwards `calls` and `descriptors` are complete, with names."""

    def __init__(self, lanes: Lanes, raw_calls: list[RawCall]):
        self.lanes = lanes
        self.descriptors = Descriptors(raw_calls, lanes.process)
        self.spans: dict[int, list[Span]] = {}
        self.runtimes: dict[int, int] = {}  # for each process, where the state of Python's runtime begins
        self.calls: list[Traced] = []
        for raw in raw_calls:
            if raw.name == "write" and raw.args.startswith("-1, "):
                self._take_note(raw)
            elif raw.thread in lanes.of:
                self._take(raw)
        self._leave_out_idle_pipes()
        self._end_at_ctrl_c()
        # A listener hands connections over in the order of the connects, whoever accepts first.
        connected = [call.thing for call in self.calls if call.call == "connect" and call.thing]
        used = {call.thing for call in self.calls}
        give_names(connected + [thing for thing in self.descriptors.things.values() if thing in used])

    def _take_note(self, raw: RawCall) -> None:
        """A note of wouldblock/record/inside/lines.py: where the runtime is, or a C function begins, or ends."""
        text, spans = DATA.search(raw.args)[1], self.spans.setdefault(raw.thread, [])
        if text.startswith("="):
            self.runtimes[raw.thread] = int(text[1:])
        elif text != "<":
            _, line, function, library, whom = text.split()
            spans.append(Span(int(line), function, library, int(whom)))
        elif spans:
            spans.pop()

    def _take(self, raw: RawCall) -> None:
        process, spans = self.lanes.process[raw.thread], self.spans.get(raw.thread, [])
        if raw.name in CLONES and (raw.result or 0) > 0 and not starts_thread(raw):
            self.descriptors.fork(process, raw.result)
            self.spans[raw.result] = list(spans)
            self.runtimes[raw.result] = self.runtimes.get(process, 0)
        span = spans[-1] if spans else Span()
        if span.library in OF_THE_HARNESS or STANDARD.match(raw.args):
            return
        name = NAMES.get(raw.name, raw.name)
        call = Traced(self.lanes.of[raw.thread], name, raw, span.line, raw.start, raw.end)
        call.inside = METHODS.get(span.function, "")
        call.error = (raw.note.split() or [None])[0] if raw.result == -1 else None
        take = self._on_socket if name in ON_SOCKETS else getattr(self, f"_{name}", lambda *_: span.line is not None)
        if take(call, process, span):
            self.calls.append(call)

    # Each of these fills in a call, and says whether it is kept.

    def _on_socket(self, call: Traced, process: int, _: Span) -> bool:
        raw, descriptors = call.raw, self.descriptors
        if call.call == "connect":
            descriptors.connect(process, raw)
        call.on = descriptors.end(process, raw.args)
        call.asks_only = call.on in descriptors.nonblocking
        if call.call == "close" and raw.args:
            call.ends = descriptors.close(process, raw.args)
        elif call.call == "accept" and raw.opened:
            call.on = descriptors.end(process, f"{raw.result}<{raw.opened}>") or call.on
        elif call.call in ("send", "recv", "read", "write") and raw.result is not None and raw.result >= 0:
            call.bytes, call.text = raw.result, short_text(raw)
        return call.on is not None

    def _select(self, call: Traced, process: int, span: Span) -> bool:
        call.asks_only = bool(re.search(r"\{tv_sec=0, tv_[nu]sec=0\}", call.raw.args))
        found = {side: re.search(rf"{side} \[(.*?)\]", call.raw.note) for side in ("in", "out")}
        return self._finds_ready(
            call,
            process,
            span,
            [(number, side == "in") for side in found if found[side] for number in re.findall(r"\d+", found[side][1])],
        )

    def _poll(self, call: Traced, process: int, span: Span) -> bool:
        call.asks_only = call.raw.args.endswith(", 0")
        call.on = self.descriptors.end(process, call.raw.args.partition("fd=")[2])
        found = re.findall(r"\{fd=(\d+)(?:<.*?>)?, revents=([\w|]+)\}", call.raw.note)
        return self._finds_ready(call, process, span, [(number, "POLLOUT" not in events) for number, events in found])

    def _epoll_wait(self, call: Traced, process: int, span: Span) -> bool:
        call.asks_only = call.raw.args.endswith(", 0")
        found = re.findall(r"\{events=([\w|]+), data=\{u32=(\d+)", call.raw.args)
        return self._finds_ready(call, process, span, [(number, "EPOLLOUT" not in events) for events, number in found])

    def _finds_ready(self, call: Traced, process: int, span: Span, found: list[tuple[str, bool]]) -> bool:
        self.descriptors.learn(process, call.raw.args)
        ends = [(self.descriptors.numbered(process, number), reading) for number, reading in found]
        call.ready = [(end, reading) for end, reading in ends if end]
        if call.raw.result == 0:
            call.error = "timeout"
        if call.asks_only and not call.ready and span.library == "run":
            return False  # asyncio looks in between what is ready, and has other work
        return call.line is not None

    def _epoll_ctl(self, call: Traced, process: int, _: Span) -> bool:
        self.descriptors.learn(process, call.raw.args)
        return False

    def _ioctl(self, call: Traced, process: int, _: Span) -> bool:
        """Whether a socket is non-blocking belongs to the calls on it; the change itself is not shown."""
        if switch := re.search(r"FIONBIO, \[([01])\]", call.raw.args):
            self.descriptors.set_blocking(self.descriptors.end(process, call.raw.args), switch[1] == "0")
        return False

    def _clone(self, call: Traced, _: int, span: Span) -> bool:
        call.call = "start thread" if starts_thread(call.raw) else "fork"
        call.starts = self.lanes.of.get(call.raw.result)
        return span.line is not None

    def _execve(self, _: Traced, process: int, __: Span) -> bool:
        self.descriptors.exit(process)
        return False

    def _wait(self, call: Traced, _: int, span: Span) -> bool:
        call.whom = self.lanes.of.get(call.raw.result)
        return span.line is not None and "WNOHANG" not in call.raw.args

    def _futex(self, call: Traced, process: int, span: Span) -> bool:
        """A wait on purpose: the first one in the C function that is not for the GIL, which Python's runtime holds."""
        if span.library not in LOCKS or "FUTEX_WAIT" not in call.raw.args or call.error == "EAGAIN":
            return False
        place = int(call.raw.args.partition(",")[0], 16) - self.runtimes.get(process, 0)
        if span.has_waited or 0 <= place < SIZE_OF_RUNTIME:
            return False
        span.has_waited = True
        call.call, call.whom = LOCKS[span.library], self.lanes.of.get(span.whom)
        call.error = "timeout" if call.error == "ETIMEDOUT" else call.error
        return True

    def _exit(self, call: Traced, process: int, _: Span) -> bool:
        """An exit, or the end by a signal; strace tells the other ends as well, when they are over."""
        raw = call.raw
        if raw.name == "end" and not raw.args:
            return False
        call.end, call.text = call.start, raw.args if raw.name == "end" else None
        if raw.thread == process or raw.name == "exit_group":
            call.ends = self.descriptors.exit(process)
        return True

    # What is done when all calls are there

    def _leave_out_idle_pipes(self) -> None:
        """Pipes that carry nothing only tell of an end, as those of multiprocessing do."""
        carry = {call.thing for call in self.calls if call.bytes}
        self.calls = [call for call in self.calls if not call.thing or call.thing.kind != "pipe" or call.thing in carry]

    def _end_at_ctrl_c(self) -> None:
        """What servers do after Ctrl-C is left out; what they were doing has no end."""
        servers = {index for index, lane in enumerate(self.lanes.all) if is_server(lane.program)}
        ctrl_c = min(
            (call.raw.cut for call in self.calls if call.lane in servers and call.raw.cut), default=float("inf")
        )
        self.calls = [call for call in self.calls if call.lane not in servers or call.start < ctrl_c]
        exits = {call.lane: call.start for call in self.calls if call.call == "exit"}
        for call in self.calls:
            if call.end is None and call.lane in exits:  # a signal has cut it off, or ended the process
                call.end = call.raw.cut or exits[call.lane]
            elif call.lane in servers and (call.end or ctrl_c) >= ctrl_c:
                call.end = None


def short_text(raw: RawCall) -> str | None:
    """What was sent or received, if it is short and printable."""
    match = DATA.search(raw.args)
    if not match or match[2] or not raw.result or raw.result > LONGEST_TEXT or "\\" in match[1]:
        return None
    return match[1]

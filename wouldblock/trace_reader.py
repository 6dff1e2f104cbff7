"""Make lanes and calls with names of what strace has written: which socket, which line, which of Python's calls.

A call is kept if a C function made it that a line of the program has called, directly or through the library, or
if it is about a socket or a pipe of the program. So the start of the interpreter, its imports and the waits for
the GIL are left out.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from wouldblock.strace import RawCall
from wouldblock.scenario import is_server
from wouldblock.timeline import Lane

NAMES = {
    "accept4": "accept", "recvfrom": "recv", "recvmsg": "recv", "sendto": "send", "sendmsg": "send",
    "pselect6": "select", "ppoll": "poll", "epoll_pwait": "epoll_wait", "vfork": "fork", "wait4": "wait",
    "waitid": "wait", "clock_nanosleep": "sleep", "rt_sigsuspend": "pause", "tgkill": "kill", "exit_group": "exit",
    "end": "exit",
}  # fmt: skip
METHODS = {
    "_accept": "accept", "recv": "recv", "recv_into": "recv", "recvfrom": "recv", "send": "send", "sendall": "send",
    "connect": "connect", "connect_ex": "connect",
}  # fmt: skip
NEW_LANE = {"fork", "vfork", "clone", "clone3"}
OF_THE_HARNESS = {"reporting_print", "report"}
LOCKS = {  # functions of Python that wait on purpose, and how the picture names them
    "lock.acquire": "acquire", "RLock.acquire": "acquire", "Thread.join": "join", "Queue.get": "get", "Queue.put": "put",
    "SimpleQueue.get": "get", "Event.wait": "wait for event", "Barrier.wait": "wait at barrier",
    "Condition.wait": "wait for condition", "Condition.wait_for": "wait for condition", "Future.result": "result",
    "_ThreadHandle.join": "join",
}  # fmt: skip
DESCRIPTOR = re.compile(r"(\d+)<([A-Z-]+|pipe|socket|anon_inode)(?::(\[.*?\]|.*?))?>")
ADDRESS = re.compile(r"sin_port=htons\((\d+)\), sin_addr=inet_addr\(\"([\d.]+)\"\)")
DATA = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')


@dataclass(eq=False)
class Thing:
    """A connection, a pair, a pipe or a listener, with the name that the picture shows."""

    kind: str
    name: str = ""


@dataclass(eq=False)
class Traced:
    """A call that is kept: times in seconds; `thing` and `end_of` say on which socket, and at which end of it."""

    lane: int
    call: str
    raw: RawCall
    line: int | None
    start: float
    end: float | None
    thing: Thing | None = None
    side: str = ""
    bytes: int | None = None
    data: str | None = None
    error: str | None = None
    ready: list[tuple[Thing, str, bool]] = field(default_factory=list)  # thing, side, for reading
    asks_only: bool = False  # it is non-blocking, or has a timeout of 0
    peeks: bool = False
    starts: int | None = None
    whom: int | None = None  # the lane waited for
    inside: str = ""  # the method of a socket, by the name of the call that it makes
    waits_in: str | None = None
    blocked: bool = False
    woken_by: "Traced | None" = None
    ends: list[tuple[Thing, str]] = field(default_factory=list)  # ends of connections that nobody holds any more
    count: int = 1


class Reader:
    """`lanes` and `calls` of the threads of all starts of `programs`."""

    def __init__(self, programs: list[str], starts: dict[int, list[RawCall]]):
        self.programs = programs
        self.raw = sorted(itertools.chain(*starts.values()), key=lambda call: call.start)
        self.lanes, self.index, self.process = self._find_lanes(starts)
        self.things: dict[frozenset, Thing] = {}
        self.tables: dict[int, dict[int, tuple[Thing, str]]] = {}
        self.numbers = {kind: itertools.count(1) for kind in ("c", "pair", "pipe")}
        self.spans: dict[int, list[tuple[int, str, str, int]]] = {}
        self.names_of_clients = self._addresses_of_connects()
        self.nonblocking: set[tuple[Thing | None, str]] = set()
        self.calls: list[Traced] = []
        for raw in self.raw:
            self._take(raw)
        carry = {call.thing for call in self.calls if call.bytes}
        self.calls = [call for call in self.calls if not call.thing or call.thing.kind != "pipe" or call.thing in carry]
        self._end_at_ctrl_c()
        self._number_connections()

    # Lanes

    def _find_lanes(self, starts: dict[int, list[RawCall]]) -> tuple[list[Lane], dict[int, int], dict[int, int]]:
        """The lanes in the order of the picture; {thread: lane}; {thread: process}."""
        lanes, index, process = [], {}, {}
        order = sorted(starts, key=lambda number: (not is_server(self.programs[number]), number))
        seen: dict[str, int] = {}
        for number in order:
            program = self.programs[number]
            seen[program] = seen.get(program, 0) + 1
            name = program if seen[program] == 1 else f"{program} ({_ordinal(seen[program])})"
            root = starts[number][0].thread
            process[root] = root
            children: dict[int, list[tuple[int, bool]]] = {}
            for call in starts[number]:
                if call.name in NEW_LANE and call.result and call.result > 0:
                    is_thread = "CLONE_THREAD" in call.args
                    children.setdefault(call.thread, []).append((call.result, is_thread))

            def add(thread: int, lane: Lane) -> None:
                index[thread] = len(lanes)
                lanes.append(lane)
                for child, is_thread in children.get(thread, []):
                    process[child] = process[thread] if is_thread else child
                    kind = "thread" if is_thread else "child"
                    count = sum(other.kind == kind and other.parent == index[thread] for other in lanes) + 1
                    add(child, Lane(f"{lane.name}, {kind} {count}", program, kind, index[thread]))

            add(root, Lane(name, program))
        return lanes, index, process

    # Sockets and pipes

    def _addresses_of_connects(self) -> dict[int, frozenset]:
        """For each connect, by its identity, both addresses: told by a later call on the same descriptor."""
        open_connects: dict[tuple[int, str], list[RawCall]] = {}
        found = {}
        for raw in self.raw:
            process = self.process.get(raw.thread)
            if raw.name == "connect":
                open_connects.setdefault((process, raw.args.partition("<")[0]), []).append(raw)
            for match in DESCRIPTOR.finditer(raw.args):
                if "->" in (match[3] or "") and match[2].startswith("TCP"):
                    for connect in open_connects.pop((process, match[1]), []):
                        found[id(connect)] = frozenset(match[3].strip("[]").split("->"))
        return found

    def _thing(self, process: int, text: str) -> tuple[Thing, str] | tuple[None, str]:
        """What a descriptor, as strace shows it, stands for, and which end of it."""
        if not (match := DESCRIPTOR.match(text)):
            return None, ""
        number, kind, inside = int(match[1]), match[2], (match[3] or "").strip("[]")
        table = self.tables.setdefault(process, {})
        if "->" in inside:
            near, far = inside.split("->")
            table[number] = self._connection(frozenset({near, far}), kind), near
        elif kind == "pipe":
            table[number] = self._known(frozenset({inside}), "pipe"), inside
        elif kind in ("TCP", "TCPv6") and ":" in inside and number not in table:
            table[number] = Thing("listener", "listener"), ""
        return table.get(number, (None, ""))

    def _connection(self, key: frozenset, kind: str) -> Thing:
        return self._known(key, "pair" if kind.startswith("UNIX") else "c")

    def _known(self, key: frozenset, kind: str) -> Thing:
        if key not in self.things:
            self.things[key] = Thing(kind)
            if kind != "c":  # connections get their numbers in the end
                self.things[key].name = f"{kind} {next(self.numbers[kind])}"
        return self.things[key]

    def _end_at_ctrl_c(self) -> None:
        """What servers do after Ctrl-C is left out; what they were doing has no end."""
        servers = {index for index, lane in enumerate(self.lanes) if is_server(lane.program)}
        cuts = [call.raw.cut for call in self.calls if call.lane in servers and call.raw.cut]
        ctrl_c = min(cuts, default=float("inf"))
        self.calls = [call for call in self.calls if call.lane not in servers or call.start < ctrl_c]
        ends = {call.lane: call.start for call in self.calls if call.call == "exit"}
        for call in self.calls:
            if call.lane in servers and (call.end or ctrl_c) >= ctrl_c:
                call.end = None
            elif call.end is None:  # a signal has cut it off, or it was killed meanwhile
                call.end = call.raw.cut or ends.get(call.lane, call.start)

    def _number_connections(self) -> None:
        """By the order of the connects, as a listener hands them over in this order, whoever accepts first."""
        for call in sorted(self.calls, key=lambda call: (call.call != "connect", call.start)):
            if call.thing and not call.thing.name:
                call.thing.name = f"c{next(self.numbers['c'])}"

    # Calls

    def _take(self, raw: RawCall) -> None:
        if raw.name == "write" and raw.args.startswith("-1, "):
            self._note(raw)
            return
        if raw.thread not in self.index:
            return
        process = self.process[raw.thread]
        if raw.name in NEW_LANE and (raw.result or 0) > 0:
            if "CLONE_THREAD" not in raw.args:
                self.tables[raw.result] = dict(self.tables.get(process, {}))
                self.spans[raw.result] = list(self.spans.get(raw.thread, []))
        spans = self.spans.get(raw.thread, [])
        line, function, library, whom = spans[-1] if spans else (None, "", "", 0)
        if library in OF_THE_HARNESS or re.match(r"[012]<", raw.args):
            return
        name = NAMES.get(raw.name, raw.name)
        call = Traced(self.index[raw.thread], name, raw, line, raw.start, raw.end)
        handle = getattr(self, f"_take_{name}", None)
        if raw.name in NEW_LANE:
            handle = self._take_new_lane
        elif name in ("accept", "connect", "listen", "shutdown", "send", "recv", "read", "write", "close"):
            handle = self._take_on_socket
        elif name in ("select", "poll", "epoll_wait"):
            handle = self._take_readiness
        call.inside = METHODS.get(function, "")
        call.error = (raw.note.split() or [None])[0] if raw.result == -1 else None
        if handle and handle(call, process, function, library, whom):
            self.calls.append(call)

    def _note(self, raw: RawCall) -> None:
        text = DATA.search(raw.args)[1]
        spans = self.spans.setdefault(raw.thread, [])
        if text == "<":
            if spans:
                spans.pop()
        else:
            _, line, function, library, whom = text.split()
            spans.append((int(line), function, library, int(whom)))

    def _take_new_lane(self, call: Traced, *_) -> bool:
        call.call = "start thread" if "CLONE_THREAD" in call.raw.args else "fork"
        call.starts = self.index.get(call.raw.result)
        return call.line is not None

    def _take_on_socket(self, call: Traced, process: int, *_) -> bool:
        raw = call.raw
        if call.call == "connect" and id(raw) in self.names_of_clients:
            key = self.names_of_clients[id(raw)]
            near = next(iter(address for address in key if address not in raw.args and not self._is_peer(raw, address)))
            self.tables.setdefault(process, {})[int(raw.args.partition("<")[0])] = (self._known(key, "c"), near)
        call.thing, call.side = self._thing(process, raw.args)
        call.asks_only = (call.thing, call.side) in self.nonblocking
        if call.call == "close" and raw.args:
            self.tables.get(process, {}).pop(int(re.match(r"\d+", raw.args)[0]), None)
            call.ends = [(call.thing, call.side)] if call.thing and not self._is_held(call.thing, call.side) else []
        if call.call == "accept" and raw.opened:
            listener = call.thing
            call.thing, call.side = self._thing(process, f"{raw.result}<{raw.opened}>")
            call.thing = call.thing or listener
        if call.call in ("send", "recv", "read", "write") and raw.result is not None and raw.result >= 0:
            call.bytes = raw.result
            call.data = _text(raw)
            call.peeks = "MSG_PEEK" in raw.args
        return call.thing is not None

    def _take_ioctl(self, call: Traced, process: int, *_) -> bool:
        """Whether a socket is non-blocking belongs to the calls on it; the change itself is not shown."""
        on = re.search(r"FIONBIO, \[1\]|F_SETFL, .*O_NONBLOCK", call.raw.args)
        if on or re.search(r"FIONBIO, \[0\]|F_SETFL, ", call.raw.args):
            end = self._thing(process, call.raw.args)
            (self.nonblocking.add if on else self.nonblocking.discard)(end)
        return False

    def _is_held(self, thing: Thing, side: str) -> bool:
        return any((thing, side) in table.values() for table in self.tables.values())

    @staticmethod
    def _is_peer(raw: RawCall, address: str) -> bool:
        match = ADDRESS.search(raw.args)
        return bool(match) and address == f"{match[2]}:{match[1]}"

    def _take_readiness(self, call: Traced, process: int, function: str, library: str, _: int) -> bool:
        raw = call.raw
        self._take_epoll_ctl(call, process)
        if raw.name in ("select", "pselect6"):
            found = re.search(r"\((?:in \[(.*?)\])?(?:, )?(?:out \[(.*?)\])?.*\)$", raw.note or "")
            for group, reading in ((found and found[1], True), (found and found[2], False)):
                call.ready += [(*self._by_number(process, int(n)), reading) for n in re.findall(r"(\d+)(?:<|\b)(?![^<]*>)", group or "")]
            call.asks_only = bool(re.search(r"\{tv_sec=0, tv_n?u?sec=0\}", raw.args))
        elif raw.name in ("poll", "ppoll"):
            returned = raw.note or ""
            for number, events in re.findall(r"\{fd=(\d+)(?:<.*?>)?, revents=([\w|]+)\}", returned):
                call.ready.append((*self._by_number(process, int(number)), "POLLOUT" not in events))
            call.asks_only = raw.args.endswith(", 0")
            call.thing, call.side = self._thing(process, raw.args.partition("fd=")[2])
        else:
            for events, number in re.findall(r"\{events=([\w|]+), data=\{u32=(\d+)", raw.args):
                call.ready.append((*self._by_number(process, int(number)), "EPOLLOUT" not in events))
            call.asks_only = raw.args.endswith(", 0")
        call.ready = [each for each in call.ready if each[0]]
        if raw.result == 0:
            call.error = "timeout"
        if call.asks_only and not call.ready and library == "run":
            return False  # asyncio looks in between what is ready, and has other work
        return call.line is not None

    def _by_number(self, process: int, number: int) -> tuple[Thing | None, str]:
        return self.tables.get(process, {}).get(number, (None, ""))

    def _take_epoll_ctl(self, call: Traced, process: int, *_) -> bool:
        for match in DESCRIPTOR.finditer(call.raw.args):
            self._thing(process, match[0])
        return False

    def _take_futex(self, call: Traced, process: int, function: str, library: str, whom: int) -> bool:
        """A wait of a lock, a queue, a join; the first in its span, later ones are for the GIL."""
        if library not in LOCKS or "FUTEX_WAIT" not in call.raw.args or call.error == "EAGAIN":
            return False
        spans = self.spans[call.raw.thread]
        if spans[-1][1] == "waited":
            return False
        spans[-1] = (spans[-1][0], "waited", library, whom)
        call.call = LOCKS[library]
        call.whom = self.index.get(whom)
        if call.error == "ETIMEDOUT":
            call.error = "timeout"
        return True

    def _take_wait(self, call: Traced, *_) -> bool:
        call.whom = self.index.get(call.raw.result)
        return call.line is not None and "WNOHANG" not in call.raw.args

    def _take_sleep(self, call: Traced, *_) -> bool:
        return call.line is not None

    _take_pause = _take_kill = _take_sleep

    def _take_execve(self, call: Traced, process: int, *_) -> bool:
        self.tables.pop(process, None)  # Python's descriptors are closed by it
        return False

    def _take_exit(self, call: Traced, process: int, *_) -> bool:
        """An exit; one by a signal is told when it is over."""
        raw = call.raw
        if raw.name == "end" and not raw.args:
            return False
        call.end, call.call, call.data = call.start, "exit", raw.args if raw.name == "end" else None
        if raw.thread == process or raw.name == "exit_group":
            held = dict.fromkeys(self.tables.pop(process, {}).values())
            call.ends = [end for end in held if not self._is_held(*end)]
        return True


def _text(raw: RawCall) -> str | None:
    """What was sent or received, if it is short and printable."""
    match = DATA.search(raw.args)
    if not match or match[2] or not raw.result or raw.result > 40:
        return None
    text = match[1]
    return text if "\\" not in text else None


def _ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")

"""Find what woke each call, and whether its thread really waited: by causes, as durations depend on the machine's load.

A call waited if it had begun before the call that fed it: a recv before the send of its first byte, an accept
before the connect. So a thread that was only slow, because others had the processor, does not count as blocked. A
connect waited if the queue of the listener was full when it began, by the number of connects and accepts before it.

How full the buffers of a connection are can't be counted from outside, so three decisions still are by a duration:

| decision | by | is right, as |
|---|---|---|
| a send of many bytes has waited for room | LONG | a copy of that size takes less than a tenth of it |
| a look at what is writable has waited for room | BRIEF, and a receive or a close at the other end meanwhile | where there is room, it returns at once |
| EAGAIN on a socket that blocks is the end of SO_RCVTIMEO or SO_SNDTIMEO | LONG | the kernel gives none before that time |
"""

from collections.abc import Callable, Iterable
from operator import attrgetter

from wouldblock.linux import arguments
from wouldblock.record.calls import Traced
from wouldblock.record.descriptors import End, Thing
from wouldblock.timelines.model import BULK, LOCKS, WAITERS

LONG = 0.02  # seconds after which a send of many bytes has waited for room
BRIEF = 0.001  # seconds; a look that finds room in less has not waited, though somebody may have made more meanwhile
BACKLOG_AND = 1  # connections that Linux lets wait above the backlog of a listener
FOREVER = float("inf")
RECEIVERS, SENDERS = ("recv", "read"), ("send", "write")
ALWAYS_WAIT = {"sleep", "pause", *LOCKS.values()}


def find_causes(calls: list[Traced]) -> None:
    """Fill in `woken_by` and `blocked` of all calls, which are in the order of time."""
    feed(calls)
    for call in calls:
        if call.call == "accept" and not call.error and call.thing:
            call.woken_by = connect_of(call.thing, calls)
        elif call.call in ("wait", "join") and call.whom is not None and call.error != "timeout":
            call.woken_by = exit_of(call.whom, calls)
    for call in calls:
        if call.call in WAITERS and not call.asks_only:
            call.woken_by = cause_of_readiness(call, calls)
        elif call.call == "connect" and call.thing and not call.asks_only:
            call.woken_by = place_in_queue(call.thing, call, calls)
        elif call.call in SENDERS and (lasted(call) >= LONG or was_cut_short(call)):
            call.woken_by = room(call.on, call, calls)
        if call.error == "EAGAIN" and not call.asks_only and lasted(call) >= LONG:
            call.error = "timeout"  # by SO_RCVTIMEO
        if killer := cut_off_by(call, calls):
            call.woken_by = killer
        call.blocked = has_waited(call)
        if not call.blocked and call.call in WAITERS + SENDERS:
            call.woken_by = None  # it was so before


def cut_off_by(call: Traced, calls: list[Traced]) -> Traced | None:
    """The kill whose signal has cut a call off: the last one of that signal before."""
    signal, cut = call.raw.signal, call.raw.cut
    if not signal or not cut or call.end != cut:
        return None
    kills = [other for other in calls if other.call == "kill" and signal.name in other.raw.arguments]
    return next((kill for kill in reversed(kills) if call.start < kill.start < cut), None)


def connect_of(thing: Thing, calls: list[Traced]) -> Traced | None:
    """The connect that made a connection."""
    return first(calls, lambda call: call.call == "connect" and call.thing is thing)


def exit_of(lane: int, calls: list[Traced]) -> Traced | None:
    """The end of a thread or a process."""
    return first(calls, lambda call: call.call == "exit" and call.lane == lane)


def feed(calls: list[Traced]) -> None:
    """Count the bytes of each direction of each connection, so that each received byte is that of a send."""
    sent: dict[End, list[tuple[int, Traced]]] = {}
    for call in calls:
        if call.call in SENDERS and call.bytes and call.on:
            stream = sent.setdefault(call.on, [])
            stream.append(((stream[-1][0] if stream else 0) + call.bytes, call))
    taken: dict[End, int] = {}
    returned = [call for call in calls if call.call in RECEIVERS and call.end]
    for call in sorted(returned, key=attrgetter("end")):
        if call.on is None or call.bytes is None:
            continue
        if call.bytes == 0:
            call.woken_by = end_of_stream(call, call.on, calls)
            continue
        begin = taken.get(call.on, 0)
        stream = next((sent[end] for end in sent if end.is_other_than(call.on)), [])
        call.woken_by = next((sender for end, sender in stream if end > begin), None)
        if not arguments.peeks(call.raw):
            taken[call.on] = begin + call.bytes


def end_of_stream(call: Traced, end: End, calls: list[Traced]) -> Traced | None:
    """The call by which the other end said that it sends no more, or by which nobody held it any more."""

    def ends_it(other: Traced) -> bool:
        if other.call == "shutdown" and other.thing is end.thing:
            return other.on != call.on or not arguments.shuts_sending(other.raw)
        return any(ended.is_other_than(end) for ended in other.ends)

    return first(calls, ends_it)


def cause_of_readiness(call: Traced, calls: list[Traced]) -> Traced | None:
    """What made ready the first of the things that were found ready: what fed the call that came next for it."""
    causes = []
    later = [other for other in calls if other.start >= call.start]
    for end, reading in call.ready:
        if not reading and call.inside == "connect":
            causes.append(place_in_queue(end.thing, call, calls))
        elif not reading:
            causes.append(room(end, call, calls) if lasted(call) >= BRIEF else None)
        elif end.thing.kind == "listener":
            causes += [other.woken_by for other in later if other.call == "accept" and other.woken_by][:1]
        else:
            causes += [other.woken_by for other in later if other.on == end and other.call in RECEIVERS][:1]
    before = [cause for cause in causes if cause and cause.start < call.raw.over]
    return min(before, key=attrgetter("start"), default=None)


def place_in_queue(connection: Thing, call: Traced, calls: list[Traced]) -> Traced | None:
    """The accept that made a place for a connection in the queue of a listener, if it was full when the connect began."""
    connect = connect_of(connection, calls)
    if connect is None:
        return None
    address = arguments.peer(connect.raw)
    listens = [other for other in calls if other.call == "listen" and _listener_address(other) == address]
    accepts = [
        other for other in calls if other.call == "accept" and not other.error and _listener_address(other) == address
    ]
    failed = {other.thing for other in calls if other.inside == "connect" and other.error not in (None, "EINPROGRESS")}
    waiting = [
        other
        for other in calls
        if other.call == "connect" and other.start < connect.start and arguments.peer(other.raw) == address
    ]
    queued = len({other.thing for other in waiting} - failed) - sum(accept.start < connect.start for accept in accepts)
    if not listens or queued < sum(arguments.backlog(other.raw) + BACKLOG_AND for other in listens):
        return None
    return first(accepts, lambda accept: connect.start < accept.start < (call.end or FOREVER))


def _listener_address(call: Traced) -> str:
    """The address of the listener that a listen or an accept is about, such as '127.0.0.1:12345'."""
    shown = arguments.first_descriptor(call.raw.arguments)
    return shown.inside if shown else ""


def room(end: End | None, call: Traced, calls: list[Traced]) -> Traced | None:
    """What made room while a call waited for it: a receive at the other end, or its close."""
    return first(
        calls,
        lambda other: (
            call.start < other.start < (call.end or FOREVER)
            and bool(end and other.on and other.on.is_other_than(end))
            and (other.call in ("shutdown", "close") or (other.call in RECEIVERS and bool(other.bytes)))
        ),
    )


def has_waited(call: Traced) -> bool:
    """Whether the thread waited in a call of which it is known by what it was woken."""
    if call.end is None:
        return True  # until Ctrl-C
    if call.asks_only:
        return False
    if call.error == "timeout" or call.call in ALWAYS_WAIT:
        return True
    if call.call in SENDERS:
        return was_cut_short(call) or (lasted(call) >= LONG and ((call.bytes or 0) >= BULK or bool(call.error)))
    return bool(call.woken_by) and call.start < call.woken_by.start


def was_cut_short(call: Traced) -> bool:
    """Whether a blocking send took a part only: it has waited for room for the rest, until something ended the wait."""
    asked = arguments.size_asked(call.raw)
    return asked is not None and bool(call.bytes) and not call.asks_only and (call.bytes or 0) < asked


def lasted(call: Traced) -> float:
    """Seconds from the start of a call to its end, without end for one that did not return."""
    return (call.end or FOREVER) - call.start


def first(calls: Iterable[Traced], fits: Callable[[Traced], bool]) -> Traced | None:
    """The first call of which something holds."""
    return next(filter(fits, calls), None)

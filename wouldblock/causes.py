"""Find what woke each call, and whether its thread really waited: by causes, as durations depend on the machine's load.

A call waited if it had begun before the call that fed it: a recv before the send of its first byte, an accept
before the connect. So a thread that was only slow, because others had the processor, does not count as blocked.
"""

from collections.abc import Iterable
from operator import attrgetter

from wouldblock.timeline import Lane
from wouldblock.trace_reader import LOCKS, Traced

LONG = 0.02  # seconds without a known cause after which a call that can wait has waited, such as a send without room
BULK = 1000  # bytes; of fewer there is always room, in what is recorded here
KILLED = 0.1  # seconds within which strace tells that a process has been killed
ENDS = ("shutdown", "close", "exit")
WAITS = {"sleep", "pause"}


def find_causes(lanes: list[Lane], calls: list[Traced]) -> None:
    """Fill in `woken_by` and `blocked` of all calls, which are in the order of time."""
    feed(calls)
    for call in calls:
        if call.call == "accept" and not call.error:
            call.woken_by = first(calls, lambda other: other.call == "connect" and other.thing is call.thing)
        elif call.call in ("wait", "join") and call.whom is not None:
            call.woken_by = first(calls, lambda other: other.call == "exit" and other.lane == call.whom)
    for call in calls:
        if call.call in ("select", "poll", "epoll_wait"):
            call.woken_by = cause_of_readiness(call, calls)
        elif call.call in ("send", "write") and call.thing and lasted(call) >= LONG:
            call.woken_by = room_for(call, calls)
    for call in calls:
        call.blocked = has_waited(call)
        if call.blocked and call.error == "EAGAIN":  # by SO_RCVTIMEO
            call.error = "timeout"
        if call.error == "timeout":
            call.woken_by = None
        if not call.blocked and call.woken_by and call.call in ("select", "poll", "epoll_wait", "send", "write"):
            call.woken_by = None  # it was so before


def feed(calls: list[Traced]) -> None:
    """Count the bytes of each direction of each connection: who received the first byte that a call sent?"""
    sent: dict[tuple, list[tuple[int, Traced]]] = {}
    taken: dict[tuple, int] = {}
    for call in sorted(calls, key=lambda call: call.start):
        if call.call in ("send", "write") and call.bytes:
            stream = sent.setdefault((call.thing, call.side), [(0, call)])
            last, before = stream[-1]
            stream.append((last + call.bytes, call))
    for call in sorted((call for call in calls if call.call in ("recv", "read")), key=lambda call: call.end or call.start):
        if call.bytes is None or call.end is None or not call.thing:
            continue
        stream = next((key for key in sent if key[0] is call.thing and is_other_end(key[1], call)), None)
        if call.bytes == 0:
            call.woken_by = end_of_stream(call, calls)
            continue
        position = taken.get(stream, 0)
        call.woken_by = next((sender for end, sender in sent.get(stream, []) if end > position), None)
        if not call.peeks:
            taken[stream] = position + call.bytes


def is_other_end(side: str, call: Traced) -> bool:
    return side != call.side or call.thing.kind == "pipe"


def end_of_stream(call: Traced, calls: list[Traced]) -> Traced | None:
    """The call by which the other end said that it sends no more, or by which nobody held it any more."""
    others = (other for other in calls if other.start <= call.end + (KILLED if other.call == "exit" else 0))
    return next((other for other in others if ends_stream(other, call)), None)


def ends_stream(other: Traced, call: Traced) -> bool:
    if other.call == "shutdown" and "SHUT_RD)" not in other.raw.args:
        return other.thing is call.thing and (is_other_end(other.side, call) or "SHUT_WR" not in other.raw.args)
    return any(thing is call.thing and is_other_end(side, call) for thing, side in other.ends)


def cause_of_readiness(call: Traced, calls: list[Traced]) -> Traced | None:
    """What made ready the first of the things that were found ready."""
    if not call.ready or call.asks_only:
        return None
    causes = []
    for thing, side, reading in call.ready:
        after = (other for other in calls if other.start >= call.start and other.thing)
        if not reading:
            cause = room_for(call, calls, thing, side) if lasted(call) >= LONG else None
        elif thing.kind == "listener":
            accepts = (other for other in after if other.call == "accept" and other.woken_by)
            cause = next((o.woken_by for o in accepts if o.woken_by.start < (call.end or 0)), None)
        else:
            taker = next(
                (o for o in after if o.thing is thing and o.side == side and o.call in ("recv", "read")), None
            )
            cause = taker and taker.woken_by
        causes += [cause] if cause else []
    return min(causes, key=attrgetter("start"), default=None)


def room_for(call: Traced, calls: list[Traced], thing=None, side: str = "") -> Traced | None:
    """The receive of the other end that came last before a send went on, or the close that ended the wait."""
    thing, side, end = thing or call.thing, side or call.side, call.end or float("inf")
    makers = [
        other
        for other in calls
        if other.thing is thing
        and (other.side != side or thing.kind == "pipe")
        and call.start < other.start < end
        and (other.bytes and other.call in ("recv", "read") or other.call in ENDS)
    ]
    return makers[0] if makers else None


def has_waited(call: Traced) -> bool:
    if call.end is None:
        return True  # until Ctrl-C
    if call.asks_only or call.call == "kill":
        return False
    if call.call in WAITS or call.error == "timeout":
        return True
    if call.woken_by and call.call not in ("send", "write"):
        return call.start < call.woken_by.start
    if call.call in ("send", "write"):
        return lasted(call) >= LONG and ((call.bytes or 0) >= BULK or bool(call.error))
    if call.error == "EAGAIN":
        return lasted(call) >= LONG
    return call.call in LOCKS.values()


def lasted(call: Traced) -> float:
    return (call.end or float("inf")) - call.start


def first(calls: Iterable[Traced], fits) -> Traced | None:
    return next(filter(fits, calls), None)

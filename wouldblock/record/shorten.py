"""Make a timeline as short as a picture has to be: fold the waits inside Python's calls, merge loops, drop empty lanes.

Three rules fold two calls of a thread into one entry, a fourth names a wait after which no call came; two rules merge
what a thread did again and again. Each call that is told in the entry of another one has that one as its `part_of`.
"""

import itertools
from collections.abc import Callable

from wouldblock.record.calls import Traced
from wouldblock.record.causes import lasted
from wouldblock.timelines.model import BULK, LOCKS, WAITERS, Call, Lane

ROW = 4  # so many equal calls in a row are still shown one by one


def shorten(lanes: list[Lane], calls: list[Traced]) -> tuple[list[Lane], list[Call], float]:
    """The lanes that do something, and their calls, merged; times in ms from the first call on, and when that was."""
    entries = [entry for lane in range(len(lanes)) for entry in shorter([call for call in calls if call.lane == lane])]
    entries.sort(key=lambda entry: entry.start)
    number = {old: new for new, old in enumerate(busy(lanes, entries))}
    entries = [entry for entry in entries if entry.lane in number]
    positions = {entry: position for position, entry in enumerate(entries)}
    begin = entries[0].start if entries else 0

    def ms(seconds: float) -> float:
        return round((seconds - begin) * 1000, 3)

    shown_calls = [
        Call(
            number[entry.lane],
            entry.call,
            entry.line,
            ms(entry.start),
            None if entry.end is None else ms(entry.end),
            on=on(entry),
            bytes=entry.bytes,
            text=entry.text,
            error=entry.error,
            blocked=entry.blocked,
            waits_in=entry.waits_in,
            count=entry.count,
            starts=None if entry.starts is None else number.get(entry.starts),
            woken_by=positions.get(entry_of(entry.woken_by)) if entry.woken_by else None,
            waits=[(ms(start), None if end is None else ms(end)) for start, end in entry.waits],
        )
        for entry in entries
    ]
    shown_lanes = [
        Lane(lane.name, lane.program, lane.kind, None if lane.parent is None else number.get(lane.parent))
        for index, lane in enumerate(lanes)
        if index in number
    ]
    return shown_lanes, shown_calls, begin


def shorter(calls: list[Traced]) -> list[Traced]:
    """The entries for the calls of one thread."""
    for rule in (connect_that_waits_in_poll, call_that_waits_in_poll, lock_that_waits_again):
        calls = folded(calls, rule)
    for call in calls:
        name_lonely_poll(call)
    return merge_rows(merge_loops(calls))


def entry_of(call: Traced) -> Traced:
    """The entry in which a call is told: its own, or that of another one."""
    while call.part_of:
        call = call.part_of
    return call


def busy(lanes: list[Lane], calls: list[Traced]) -> list[int]:
    """The lanes that do more than end, those that they have started, and those by which they were started."""
    doing = {call.lane for call in calls if call.call != "exit"}
    started = {call.starts for call in calls if call.starts is not None and call.lane in doing}
    parents = {parent for index in doing if (parent := lanes[index].parent) is not None}
    return sorted({*doing, *started, *parents})


def on(call: Traced) -> str | None:
    """The name of what a call is about; what was found ready, of a call that waits for several."""
    if call.thing and call.call not in WAITERS:
        return call.thing.name
    return ", ".join(dict.fromkeys(end.thing.name for end, _ in call.ready)) or None


def kind(call: Traced) -> tuple:
    """What calls have in common that one entry can tell of."""
    return call.call, call.thing, call.line, call.error, call.bytes == 0


# To fold: each rule returns the entry for two calls that follow each other in a thread, or None.


def folded(calls: list[Traced], rule: Callable[[Traced, Traced], Traced | None]) -> list[Traced]:
    """The calls with each two in one entry that a rule joins."""
    entries: list[Traced] = []
    for call in calls:
        if entries and (entry := rule(entries[-1], call)):
            entries[-1] = entry
        else:
            entries.append(call)
    return entries


def connect_that_waits_in_poll(before: Traced, call: Traced) -> Traced | None:
    """A connect with a timeout returns at once, and then poll waits for the connection."""
    if not (before.call == "connect" and call.call == "poll" and call.inside == "connect"):
        return None
    before.end, before.error, before.blocked, before.waits_in = call.end, call.error, call.blocked, "poll"
    before.woken_by = before.woken_by or call.woken_by
    call.part_of = before
    return before


def call_that_waits_in_poll(before: Traced, call: Traced) -> Traced | None:
    """Another call on a socket with a timeout waits in poll first."""
    if not (before.call == "poll" and before.inside == call.call == call.inside):
        return None
    call.start, call.waits_in, call.blocked = before.start, "poll", call.blocked or before.blocked
    call.woken_by = call.woken_by or before.woken_by
    before.part_of = call
    return call


def lock_that_waits_again(before: Traced, call: Traced) -> Traced | None:
    """A wait for a lock that somebody else has taken first goes on."""
    if call.call not in LOCKS.values() or kind(before) != kind(call):
        return None
    before.end, before.woken_by = call.end, call.woken_by or before.woken_by
    call.part_of = before
    return before


def name_lonely_poll(call: Traced) -> None:
    """A poll after which no call came is the wait of one that has given up, and has its name."""
    if call.call == "poll" and call.inside in ("recv", "send", "accept"):
        call.call, call.waits_in, call.ready = call.inside, "poll", []


# To merge: each rule takes all calls of a thread.


def merge_loops(calls: list[Traced]) -> list[Traced]:
    """A loop that only asks again, or moves many bytes, with the waits in it: one entry for each kind of call."""
    entries: list[Traced] = []
    loop: list[Traced] = []
    pending: list[Traced] = []  # waits that belong to the loop if it goes on
    for call in calls:
        if call.error == "EAGAIN" or (call.bytes or 0) >= BULK or (call.bytes and kind(call) in map(kind, loop)):
            loop += [*pending, call]
            pending = []
        elif loop and call.call in WAITERS and (call.asks_only or not call.error):
            pending.append(call)
        else:
            entries += [*merged(loop), *pending, call]
            loop, pending = [], []
    return [*entries, *merged(loop), *pending]


def merge_rows(calls: list[Traced]) -> list[Traced]:
    """A row of more than ROW equal calls that move bytes: one entry."""
    entries: list[Traced] = []
    for _, group in itertools.groupby(calls, kind):
        row = list(group)
        entries += row if len(row) <= ROW or row[0].bytes is None else merged(row)
    return entries


def merged(calls: list[Traced]) -> list[Traced]:
    """One entry for each kind of call, in the order in which they first came."""
    kinds: dict[tuple, list[Traced]] = {}
    for call in calls:
        kinds.setdefault(kind(call), []).append(call)
    return [one_entry(alike) if len(alike) > 1 else alike[0] for alike in kinds.values()]


def one_entry(calls: list[Traced]) -> Traced:
    """The first of several calls of one kind, with what all of them did, and the waits of those that waited."""
    entry = calls[0]
    waited = [call for call in calls if call.blocked]
    longest = max(waited, key=lambda call: (bool(call.woken_by), lasted(call)), default=entry)
    entry.waits = [wait for call in waited for wait in call.waits or [(call.start, call.end)]]
    entry.blocked, entry.woken_by = bool(waited), longest.woken_by
    entry.count, entry.end, entry.text = sum(call.count for call in calls), calls[-1].end, None
    entry.bytes = None if entry.bytes is None else sum(call.bytes or 0 for call in calls)
    entry.ready = [ready for call in calls for ready in call.ready]
    for call in calls[1:]:
        call.part_of = entry
    return entry

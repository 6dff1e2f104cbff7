"""Make a timeline as short as a picture has to be: fold the waits inside Python's calls, merge loops, drop empty lanes."""

import itertools

from wouldblock.record.calls import Traced
from wouldblock.record.causes import lasted
from wouldblock.timelines.model import BULK, LOCKS, WAITERS, Call, Lane

ROW = 4  # so many equal calls in a row are still shown one by one


def shorten(lanes: list[Lane], calls: list[Traced]) -> tuple[list[Lane], list[Call], float]:
    """The lanes that do something, and their calls, merged; times in ms from the first call on, and when that was."""
    stands_for: dict[int, Traced] = {}  # for what was merged away: the entry that has taken it in
    kept: list[Traced] = []
    for index in range(len(lanes)):
        own = [call for call in calls if call.lane == index]
        kept += merge(fold(own, stands_for), stands_for)
    kept.sort(key=lambda call: call.start)
    number = {old: new for new, old in enumerate(busy(lanes, kept))}
    kept = [call for call in kept if call.lane in number]
    positions = {id(call): position for position, call in enumerate(kept)}
    begin = kept[0].start if kept else 0

    def position(call: Traced | None) -> int | None:
        while call and id(call) in stands_for:
            call = stands_for[id(call)]
        return positions.get(id(call)) if call else None

    def ms(seconds: float | None) -> float | None:
        return None if seconds is None else round((seconds - begin) * 1000, 3)

    shown = [
        Call(
            number[call.lane],
            call.call,
            call.line,
            ms(call.start),
            ms(call.end),
            on=on(call),
            bytes=call.bytes,
            text=call.text,
            error=call.error,
            blocked=call.blocked,
            waits_in=call.waits_in,
            count=call.count,
            starts=number.get(call.starts),
            woken_by=position(call.woken_by),
            waits=[[ms(start), ms(end)] for start, end in call.waits],
        )
        for call in kept
    ]
    new_lanes = [
        Lane(lane.name, lane.program, lane.kind, number.get(lane.parent))
        for index, lane in enumerate(lanes)
        if index in number
    ]
    return new_lanes, shown, begin


def busy(lanes: list[Lane], calls: list[Traced]) -> list[int]:
    """The lanes that do more than end, those that they have started, and those by which they were started."""
    doing = {call.lane for call in calls if call.call != "exit"}
    started = {call.starts for call in calls if call.starts is not None and call.lane in doing}
    return sorted({*doing, *started, *(lanes[index].parent for index in doing if lanes[index].parent is not None)})


def on(call: Traced) -> str | None:
    """The name of what a call is about; what was found ready, of a call that waits for several."""
    if call.thing and call.call not in WAITERS:
        return call.thing.name
    return ", ".join(dict.fromkeys(end.thing.name for end, _ in call.ready)) or None


def fold(calls: list[Traced], stands_for: dict[int, Traced]) -> list[Traced]:
    """A socket with a timeout waits in poll, and then makes its call, or gives up: one entry, with the call's name."""
    kept: list[Traced] = []
    for call in calls:
        before = kept[-1] if kept else None
        if call.call == "poll" and call.inside == "connect" and before and before.call == "connect":
            before.end, before.error, before.blocked, before.waits_in = call.end, None, call.blocked, "poll"
            if call.error:
                before.error = call.error
            stands_for[id(call)] = before
            continue
        if before and before.call == "poll" and before.inside == call.call == call.inside:
            call.start, call.waits_in, call.blocked = before.start, "poll", call.blocked or before.blocked
            call.woken_by = call.woken_by or before.woken_by
            stands_for[id(before)] = call
            kept.pop()
        if before and call.call in LOCKS.values() and alike(before) == alike(call):
            before.end, before.woken_by = call.end, call.woken_by or before.woken_by
            stands_for[id(call)] = before
            continue
        kept.append(call)
    for call in kept:
        if call.call == "poll" and call.inside in ("recv", "send", "accept"):
            call.call, call.waits_in, call.ready = call.inside, "poll", []
    return kept


def merge(calls: list[Traced], stands_for: dict[int, Traced]) -> list[Traced]:
    """One entry for the calls of a loop that only asks again, or moves many bytes, and for a row of equal calls."""
    kept: list[Traced] = []
    loop: list[Traced] = []
    pending: list[Traced] = []  # waits that belong to the loop if it goes on
    for call in calls:
        if call.error == "EAGAIN" or (call.bytes or 0) >= BULK or (call.bytes and alike(call) in map(alike, loop)):
            loop += [*pending, call]
            pending = []
        elif loop and call.call in WAITERS and (call.asks_only or not call.error):
            pending.append(call)
        else:
            kept += [*entries(loop, stands_for), *pending, call]
            loop, pending = [], []
    kept += [*entries(loop, stands_for), *pending]

    merged: list[Traced] = []
    for _, group in itertools.groupby(kept, alike):
        row = list(group)
        merged += row if len(row) <= ROW or row[0].bytes is None else entries(row, stands_for)
    return merged


def alike(call: Traced) -> tuple:
    return call.call, call.thing, call.line, call.error, call.bytes == 0


def entries(loop: list[Traced], stands_for: dict[int, Traced]) -> list[Traced]:
    """One entry for each kind of call in a loop, in the order in which they first came."""
    kinds: dict[tuple, list[Traced]] = {}
    for call in loop:
        kinds.setdefault(alike(call), []).append(call)
    for same in kinds.values():
        entry = same[0]
        if len(same) > 1:
            waited = [call for call in same if call.blocked]
            main = max(waited, key=lambda call: (bool(call.woken_by), lasted(call)), default=entry)
            entry.waits = [each for call in waited for each in call.waits or [(call.start, call.end)]]
            entry.blocked, entry.woken_by = bool(waited), main.woken_by
            entry.count, entry.end, entry.text = sum(call.count for call in same), same[-1].end, None
            entry.bytes = None if entry.bytes is None else sum(call.bytes for call in same)
            entry.ready = [each for call in same for each in call.ready]
            stands_for.update({id(call): entry for call in same[1:]})
    return [same[0] for same in kinds.values()]

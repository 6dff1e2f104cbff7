"""Make one call of a row of equal ones, as a picture shows it: a timer that ends again and again is one box with a count."""

import dataclasses

from wouldblock.timelines.model import Call, Timeline


def merged(timeline: Timeline) -> Timeline:
    """The timeline with each row of equal calls of a lane as one call, which counts them and keeps the waits of each.

    Calls that something woke, or that woke something, stay as they are: their arrows say which is which.
    """
    causes = {call.woken_by for call in timeline.calls}
    calls: list[Call] = []
    positions: list[int] = []  # of each call of the timeline: where it is among the new ones
    last: dict[int, int] = {}  # of each lane: the place of its newest call, if the next may join it
    for number, call in enumerate(timeline.calls):
        place = last.get(call.lane)
        if place is not None and _alone(number, call, causes) and _kind(calls[place]) == _kind(call):
            calls[place] = _joined(calls[place], call)
        else:
            place = len(calls)
            calls.append(dataclasses.replace(call))
        positions.append(place)
        last.pop(call.lane, None)
        if _alone(number, call, causes):
            last[call.lane] = place
    for call in calls:
        if call.woken_by is not None:
            call.woken_by = positions[call.woken_by]
    return dataclasses.replace(timeline, calls=calls)


def _alone(number: int, call: Call, causes: set[int | None]) -> bool:
    return not (
        call.bytes or call.woken_by is not None or call.starts is not None or call.end is None or number in causes
    )


def _kind(call: Call) -> tuple:
    return call.call, call.line, call.on, call.text, call.error, call.blocked, call.varies, call.waits_in, call.bytes


def _joined(first: Call, second: Call) -> Call:
    waits = [
        wait
        for call in (first, second)
        if call.blocked
        for wait in call.waits or [[call.start, call.end]]
        if wait[1] is not None
    ]
    return dataclasses.replace(first, end=second.end, count=first.count + second.count, waits=waits)

"""The steps in which a picture is played: each call as it begins and, where it waited, as it returns, and the bytes under way."""

from wouldblock.pages.picture.layout import begun, returned
from wouldblock.timelines.model import BULK, Call, Timeline
from wouldblock.timelines.sentences import GIVES, TAKES


def told(timeline: Timeline) -> str:
    """All steps as one text, in order of time: '0', '3', '0-' for the end of a wait that call 0 was; 'c1=5' for a change of bytes.

    The numbers are those of the calls. The bytes are what all ends of a connection have sent and none has received yet.
    """
    uncounted = _uncounted(timeline)
    while True:
        said, before_it_was_sent = _told(timeline, uncounted)
        if not before_it_was_sent:
            return " ".join(said)
        uncounted |= before_it_was_sent  # the two ends were timed apart


def _told(timeline: Timeline, uncounted: set[str | None]) -> tuple[list[str], set[str]]:
    """The steps, and the connections that seem to have received what was not yet sent."""
    said: list[str] = []
    under_way: dict[str, int] = {}
    before_it_was_sent: set[str] = set()
    for _, is_end, number in sorted(_moments(timeline)):
        call = timeline.calls[number]
        said.append(f"{number}-" if is_end else str(number))
        if call.on and call.bytes and call.on not in uncounted and (is_end or not call.blocked):
            change = call.bytes if call.call in GIVES else -call.bytes if call.call in TAKES else 0
            under_way[call.on] = under_way.get(call.on, 0) + change
            said.append(f"{call.on.replace(' ', '_')}={under_way[call.on]}")
            if under_way[call.on] < 0:
                before_it_was_sent.add(call.on)
    return said, before_it_was_sent


def _moments(timeline: Timeline) -> list[tuple[float, bool, int]]:
    """The beginning of each call, and the end of each that waited and returned."""
    last = timeline.end
    moments = [(begun(timeline, call), False, number) for number, call in enumerate(timeline.calls)]
    for number, call in enumerate(timeline.calls):
        if call.blocked and call.end is not None:
            moments.append((returned(timeline, call, last), True, number))
    return [(min(time, last), is_end, number) for time, is_end, number in moments]


def _uncounted(timeline: Timeline) -> set[str | None]:
    """Connections of which one cannot tell when how many bytes were under way: a loop of calls, or one that took many in turns."""

    def in_turns(call: Call) -> bool:
        return call.count > 1 or (call.bytes or 0) >= BULK or (call.call in GIVES and bool(call.error))

    return {call.on for call in timeline.calls if call.bytes is not None and in_turns(call)}

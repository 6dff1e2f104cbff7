"""Where each call of a timeline stands in its picture, and what its box says.

Time goes down, but not to scale: calls of 0.05 ms stand beside waits of seconds. What begins later stands lower, and a longer
gap is drawn longer, but much less than in proportion. What is kept is the order: a longer wait is never drawn shorter.
"""

import math
from dataclasses import dataclass, field
from itertools import pairwise

from wouldblock.timelines.model import Call, Timeline
from wouldblock.timelines.sentences import TAKES, closes_listener, duration, makes_connection

LETTER, LINE = 7.83, 16  # of the monospaced type of 13 pixels: the widest of the usual fonts
PAD, EDGE = 5, 6  # within a box: before its text; the edge of one that takes its time
APART = 6  # between two boxes of a lane
TWICE = 12  # pixels by which a wait is drawn taller than one of half its time, at least
MOST_ROUNDS = 20  # of placing all, since a wait in a loop has to grow
MOST_TURNS = 3000  # of stretching; most pictures need fewer than 100
EDGED = {"wait", "sleep", "spin", "run"}


@dataclass(eq=False)
class Box:
    """A call at its place: `lines` of text at its top, `result` at its bottom."""

    call: Call
    lines: list[str]
    result: list[str]
    long: bool  # whether its end has a place of its own
    top: float = 0
    bottom: float = 0
    wanted: float = 0  # the height of a shorter wait, for one that has no end of its own

    @property
    def least(self) -> float:
        """The height that its text needs, or that of a shorter wait."""
        return max(LINE * (len(self.lines) + len(self.result)) + 6, self.wanted)

    @property
    def height(self) -> float:
        """How high it is, in pixels."""
        return self.bottom - self.top

    @property
    def out(self) -> float:
        """Where an arrow leaves."""
        return self.top + 11

    @property
    def into(self) -> float:
        """Where an arrow arrives: a call that waited was woken at its end."""
        return self.bottom - 8 if self.call.blocked else self.top + 11


@dataclass
class Moment:
    """When a call begins, or ends, in milliseconds, and its place in the picture."""

    time: float
    is_end: bool
    box: Box
    y: float = 0

    def put(self, y: float) -> None:
        """Give it its place, and with it the top or the bottom of its box."""
        self.y = y
        if self.is_end:
            self.box.bottom = y
        else:
            self.box.top, self.box.bottom = y, y + self.box.least


@dataclass
class Layout:
    """Where everything of a picture is, in pixels from its top: a box for each call, and the scale."""

    boxes: list[Box]
    ticks: list[tuple[float, float]] = field(default_factory=list)  # of the scale: place, milliseconds
    height: float = 0


def look(call: Call) -> str:
    """The kind of a call's box, also the end of its class: 'spin' asks again and again, 'run' is a loop that got on."""
    if call.blocked:
        return "sleep" if call.call == "sleep" else "wait"
    if call.count > 1:
        return "spin" if call.error else "run"
    return "refused" if call.error else "call"


def arrange(timeline: Timeline, width: float, top: float = 0) -> Layout:
    """Give each call its place: in the order of time, below the one before it in its lane, and after what woke it.

    Then room is added until no wait is drawn shorter than a shorter one.
    """
    boxes = [Box(call, *_text(timeline, call, width), _long(timeline, call)) for call in timeline.calls]
    moments = _moments(timeline, boxes)
    waits = [
        box for box in boxes if box.call.blocked and box.call.end is not None
    ]  # how long others would have waited is not known
    waits.sort(key=lambda box: timeline.took(box.call))
    longer = [
        (less, more, _taller(timeline.took(less.call), timeline.took(more.call))) for less, more in pairwise(waits)
    ]
    for _ in range(MOST_ROUNDS):
        _place(boxes, moments, top)
        _stretch(longer, moments)
        if not _grown(longer):
            break
    layout = Layout(boxes)
    for moment in moments:
        if not moment.is_end:
            _mark(layout, moment.y + 11, moment.time, max(moments[-1].time / 200, 0.5))
    bottom = max(box.bottom for box in boxes)
    for box in boxes:
        if box.call.end is None:
            box.bottom = bottom
    layout.height = bottom + 4
    return layout


def _moments(timeline: Timeline, boxes: list[Box]) -> list[Moment]:
    """The beginnings of all calls, and the ends of those that took their time, in order."""
    end = timeline.end
    points = [(begun(timeline, box.call), False, number) for number, box in enumerate(boxes)]
    points += [(returned(timeline, box.call, end), True, number) for number, box in enumerate(boxes) if box.long]
    return [Moment(min(time, end), is_end, boxes[number]) for time, is_end, number in sorted(points)]


def _place(boxes: list[Box], moments: list[Moment], top: float) -> None:
    """Go through the moments and give each its place, with the room that texts and arrows need."""
    numbers = {box: number for number, box in enumerate(boxes)}
    free: dict[int, float] = {}
    y, before, placed = top, 0.0, set()
    for moment in moments:
        box, call = moment.box, moment.box.call
        waker = boxes[call.woken_by] if call.woken_by is not None and call.woken_by in placed else None
        y += 6 + 20 * math.log10(1 + max(0, moment.time - before) / 4) if placed else 0
        if moment.is_end:
            y = max(y, box.top + box.least, waker.out + 16 if waker and call.blocked else 0)
        else:
            y = max(y, free.get(call.lane, 0), waker.top if waker and not call.blocked else 0)
            placed.add(numbers[box])
        moment.put(y)
        if call.starts is not None and not moment.is_end:
            free[call.starts] = box.out + APART
        free[call.lane] = box.bottom + APART
        before = moment.time


def _taller(less: float, more: float) -> float:
    """By how many pixels a wait has to be drawn taller than a shorter one, from their milliseconds; below one, all look the same."""
    return TWICE * math.log2(max(more, 1) / max(less, 1))


def _grown(longer: list[tuple[Box, Box, float]]) -> bool:
    """Make a wait that has no end of its own, in a loop of calls, taller than a shorter one; False if all are."""
    grown = False
    for less, more, by in longer:
        if not more.long and more.height < less.height + by - 0.5:
            more.wanted, grown = less.height + by, True
    return grown


def _stretch(longer: list[tuple[Box, Box, float]], moments: list[Moment]) -> None:
    """Move the moments apart, as little as it takes, until of each pair of waits the second is as much taller as it has to be.

    The room that is added before each moment is the least in the sense of squares. Hildreth's method finds it: it mends
    one pair after the other, and takes back what another pair has made superfluous.
    """
    rules = _rules(longer, moments)
    room = [0.0] * len(moments)
    by_rule = [0.0] * len(rules)
    by_floor = [0.0] * len(moments)  # as there is never less room than before
    for _ in range(MOST_TURNS):
        worst = 0.0
        for number, (more, less, missing) in enumerate(rules):
            lack = missing - sum(map(room.__getitem__, more)) + sum(map(room.__getitem__, less))
            worst = max(worst, lack)
            change = max(lack / (len(more) + len(less)), -by_rule[number])
            if not change:
                continue
            by_rule[number] += change
            for moment in more:
                room[moment] += change
            for moment in less:
                room[moment] -= change
        for moment, own in enumerate(room):
            if own < 0 or by_floor[moment]:
                change = max(-own, -by_floor[moment])
                by_floor[moment] += change
                room[moment] += change
        if worst < 0.05:
            break
    down = 0.0
    for moment, own in zip(moments, room, strict=True):
        down += max(own, 0)
        moment.put(moment.y + down)


def _rules(longer: list[tuple[Box, Box, float]], moments: list[Moment]) -> list[tuple[set[int], set[int], float]]:
    """For each pair of waits: before which moments room makes the longer one taller, or the shorter one, and how much is missing."""
    begins = {moment.box: number for number, moment in enumerate(moments) if not moment.is_end}
    ends = {moment.box: number for number, moment in enumerate(moments) if moment.is_end}

    def within(box: Box) -> set[int]:
        return set(range(begins[box] + 1, ends[box] + 1)) if box.long else set()

    rules = [
        (within(more) - within(less), within(less) - within(more), less.height + by - more.height)
        for less, more, by in longer
    ]
    return [rule for rule, (_, more, _) in zip(rules, longer, strict=True) if more.long and rule[0]]


def begun(timeline: Timeline, call: Call) -> float:
    """When a call began; one that did not wait, not before what fed it, though the two were timed apart."""
    if call.woken_by is None or call.blocked:
        return call.start
    return max(call.start, begun(timeline, timeline.calls[call.woken_by]) + 0.001)


def returned(timeline: Timeline, call: Call, end: float) -> float:
    """When a call returned; not before what woke it began, though the two were timed apart."""
    if call.end is None:
        return end + 1
    return call.end if call.woken_by is None else max(call.end, timeline.calls[call.woken_by].start)


def _long(timeline: Timeline, call: Call) -> bool:
    """Whether a call took its time; not where a loop of several calls is folded, one call into another."""
    after = next((later for later in timeline.calls if later.lane == call.lane and later.start > call.start), None)
    folded = call.end is not None and after is not None and after.start < call.end
    return (look(call) in EDGED and not folded) or call.end is None


def _mark(layout: Layout, y: float, moment: float, later: float) -> None:
    """Put a moment on the scale if it is enough later, and lower, than the one before."""
    if not layout.ticks or (moment - layout.ticks[-1][1] >= later and y - layout.ticks[-1][0] >= LINE):
        layout.ticks.append((y, moment))


def _text(timeline: Timeline, call: Call, width: float) -> tuple[list[str], list[str]]:
    """What a box of this width says at its top and at its bottom."""
    letters = int((width - (EDGE if look(call) in EDGED else 0)) / LETTER)
    name = call.call + ("*" if call.varies else "")
    if call.on not in (None, "listener") and not makes_connection(call) and _several(timeline, call.lane):
        name += f" {call.on}"
    detail = _detail(call)
    times = f"×{call.count:,}" if call.count > 1 else ""
    if look(call) == "wait":
        waits = "waits\u00a0…" if call.end is None else f"waits {duration(timeline.took(call))}"
        return [*_wrapped(f"{name} {times}", letters), waits], _wrapped(detail, letters)
    if look(call) == "sleep":
        detail = duration(timeline.took(call))
    return _wrapped(f"{name} {times} {detail}", letters), []


def _several(timeline: Timeline, lane: int) -> bool:
    """Whether a lane has to do with more than one connection, so that each has to be named."""
    own = {call.on for call in timeline.calls if call.lane == lane}
    return len(own - {None, "listener"}) > 1


def _detail(call: Call) -> str:
    if call.error:
        return call.error
    if call.text:
        return call.text if call.bytes is None else f"“{call.text}”"
    if closes_listener(call):
        return "listener"
    if makes_connection(call):
        return f"→\u00a0{call.on}" if call.on not in (None, "listener") else ""
    if call.bytes == 0 and call.call in TAKES:
        return "end"
    return "" if call.bytes is None else f"{call.bytes:,} byte{'' if call.bytes == 1 else 's'}"


def _wrapped(text: str, letters: int) -> list[str]:
    """A text in lines, broken at spaces; a word that is too long is cut."""
    lines: list[str] = []
    for word in filter(None, text.split(" ")):  # and not at a no-break space
        word = word if len(word) <= letters else word[: letters - 1] + "…"
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

"""Draw a timeline as SVG: a lane for each process or thread, time going down, arrows from what wakes to what is woken.

Time is not to scale: calls of 0.05 ms stand beside waits of seconds. What begins later stands lower, and a longer gap is
drawn longer, but much less than in proportion. Colors and fonts come from theme/assets/picture.css.
"""

import math
import re
from dataclasses import dataclass, field
from html import escape

from wouldblock.timelines.model import Call, Timeline
from wouldblock.timelines.sentences import TAKES, closes_listener, duration, end_of, makes_connection, took

LETTER, LINE = 7.83, 16  # of the monospaced type of 13 pixels: the widest of the usual fonts
LEFT = 42  # the scale of time
PAD, EDGE = 5, 6  # within a box: before its text; the edge of one that takes its time
APART = 6  # between two boxes of a lane
TALL = 900  # from here on the names of the lanes are repeated at the bottom
TALL_ON_PAPER = 1150  # from here on a picture is hard to read on one page, and so its words are printed, too
WIDTHS = {1: (240, 216), 2: (196, 152), 3: (130, 112)}  # by number of lanes: of a lane, of its boxes
MANY = (122, 110)
EDGED = {"wait", "sleep", "spin", "run"}


@dataclass
class Box:
    """A call at its place: `lines` of text at its top, `result` at its bottom."""

    call: Call
    lines: list[str]
    result: list[str]
    long: bool  # whether its end has a place of its own
    top: float = 0
    bottom: float = 0

    @property
    def least(self) -> float:
        """The height that its text needs."""
        return LINE * (len(self.lines) + len(self.result)) + 6

    @property
    def out(self) -> float:
        """Where an arrow leaves."""
        return self.top + 11

    @property
    def into(self) -> float:
        """Where an arrow arrives: a call that waited was woken at its end."""
        return self.bottom - 8 if self.call.blocked else self.top + 11


@dataclass
class Layout:
    boxes: list[Box]
    ticks: list[tuple[float, float]] = field(default_factory=list)  # of the scale: place, milliseconds
    height: float = 0


def draw(timeline: Timeline) -> str:
    """The picture as an SVG element without colors of its own; each call has the line of the program that made it."""
    lane, box = WIDTHS.get(len(timeline.lanes), MANY)
    names = _names(timeline, lane)
    top = 14 + LINE * len(names[0])
    layout = arrange(timeline, box - 2 * PAD, top)
    width = LEFT + lane * len(timeline.lanes)
    middles = [LEFT + lane * number + lane / 2 for number in range(len(timeline.lanes))]
    height = round(layout.height + (top if layout.height > TALL else 0))
    classes = ["wb-wide"] * (len(timeline.lanes) > 3) + ["wb-tall"] * (height > TALL_ON_PAPER)
    kind = f' class="{" ".join(classes)}"' if classes else ""
    parts = [
        f'<svg{kind} role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<title>{escape(title(timeline))}</title>",
        _scale(layout, width),
        _heads(names, middles, 17),
        *(_life(layout, number, middle) for number, middle in enumerate(middles)),
        f'<g class="wb-arrows">{"".join(_arrows(layout, middles, box / 2))}</g>',
        f'<g class="wb-calls">{"".join(_box(one, middles[one.call.lane] - box / 2, box, timeline) for one in layout.boxes)}</g>',
        _heads(names, middles, layout.height + 20) if layout.height > TALL else "",
        "</svg>",
    ]
    return "".join(parts)


def title(timeline: Timeline) -> str:
    names = ", ".join(lane.name for lane in timeline.lanes)
    return f"What {names} asked of the kernel, from top to bottom; the list below tells the same in words"


def look(call: Call) -> str:
    """The kind of a call's box, also the end of its class: 'spin' asks again and again, 'run' is a loop that got on."""
    if call.blocked:
        return "sleep" if call.call == "sleep" else "wait"
    if call.count > 1:
        return "spin" if call.error else "run"
    return "refused" if call.error else "call"


def arrange(timeline: Timeline, width: float, top: float = 0) -> Layout:
    """Give each call its place: in the order of time, below the one before it in its lane, and after what woke it."""
    end = end_of(timeline)
    layout = Layout([Box(call, *_text(timeline, call, width), _long(timeline, call)) for call in timeline.calls])
    boxes = layout.boxes
    points = [(_begun(timeline, box.call), 0, number) for number, box in enumerate(boxes)]
    points += [(_woken(timeline, box.call, end), 1, number) for number, box in enumerate(boxes) if box.long]
    free: dict[int, float] = {}
    y, before, placed = top, 0.0, set()
    for moment, is_end, number in sorted(points):
        box, moment = boxes[number], min(moment, end)
        waker = boxes[box.call.woken_by] if box.call.woken_by in placed else None
        y += 6 + 20 * math.log10(1 + max(0, moment - before) / 4) if placed else 0
        if is_end:
            y = max(y, box.top + box.least, waker.out + 16 if waker and box.call.blocked else 0)
            box.bottom = y
        else:
            y = max(y, free.get(box.call.lane, 0), waker.top if waker and not box.call.blocked else 0)
            box.top, box.bottom = y, y + box.least
            placed.add(number)
            if box.call.starts is not None:
                free[box.call.starts] = box.out + APART
            _mark(layout, y + 11, moment, max(end / 200, 0.5))
        free[box.call.lane] = box.bottom + APART
        before = moment
    bottom = max(box.bottom for box in boxes)
    for box in boxes:
        if box.call.end is None:
            box.bottom = bottom
    layout.height = bottom + 4
    return layout


def _begun(timeline: Timeline, call: Call) -> float:
    """When a call began; one that did not wait, not before what fed it, though the two were timed apart."""
    if call.woken_by is None or call.blocked:
        return call.start
    return max(call.start, _begun(timeline, timeline.calls[call.woken_by]) + 0.001)


def _woken(timeline: Timeline, call: Call, end: float) -> float:
    """When a call returned; not before what woke it began, though the two were timed apart."""
    if call.end is None:
        return end + 1
    return call.end if call.woken_by is None else max(call.end, timeline.calls[call.woken_by].start)


def _long(timeline: Timeline, call: Call) -> bool:
    """Whether a call took its time; not where a loop of several calls is folded, one call into another."""
    after = next((one for one in timeline.calls if one.lane == call.lane and one.start > call.start), None)
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
        waits = "waits\u00a0…" if call.end is None else f"waits {duration(took(timeline, call))}"
        return [*_wrapped(f"{name} {times}", letters), waits], _wrapped(detail, letters)
    if look(call) == "sleep":
        detail = duration(took(timeline, call))
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


def _names(timeline: Timeline, lane: float) -> list[list[str]]:
    """The name of each lane in lines that fit side by side, and last whether it is a process, or which child or thread."""
    letters = int((lane - APART) / LETTER)
    found = []
    for one in timeline.lanes:
        name, _, part = one.name.replace(", ", " ").partition(" ")
        lines = [""]
        for piece in re.split(r"(?<=_)", name):
            if len(lines[-1] + piece) > letters:
                lines.append("")
            lines[-1] += piece
        found.append([*filter(None, lines), part or one.kind])
    most = max(map(len, found))
    return [[""] * (most - len(lines)) + lines for lines in found]


def _heads(names: list[list[str]], middles: list[float], y: float) -> str:
    parts = []
    for lines, middle in zip(names, middles, strict=True):
        for number, line in enumerate(lines):
            faint = ' class="wb-faint"' if number == len(lines) - 1 else ""
            if line:
                parts.append(f'<text{faint} x="{middle:g}" y="{y + LINE * number:.0f}">{escape(line)}</text>')
    return f'<g class="wb-heads">{"".join(parts)}</g>'


def _scale(layout: Layout, width: int) -> str:
    """Milliseconds at the left edge, with a fine line across."""
    texts = [f'<text x="34" y="{y + 4:.0f}">{moment:.0f}</text>' for y, moment in layout.ticks]
    lines = "".join(f"M38 {y:.0f}H{width}" for y, _ in layout.ticks)
    return f'<g class="wb-scale"><path d="{lines}"/><text x="34" y="17">ms</text>{"".join(texts)}</g>'


def _life(layout: Layout, lane: int, x: float) -> str:
    """The line of a lane, from what began it to its last call."""
    own = [box for box in layout.boxes if box.call.lane == lane]
    if not own:
        return ""
    begun = next((box.out for box in layout.boxes if box.call.starts == lane), own[0].top)
    return f'<path class="wb-life" d="M{x:g} {begun:.0f}V{own[-1].bottom:.0f}"/>'


def _arrows(layout: Layout, middles: list[float], half: float) -> list[str]:
    """From each call to the one that it woke or fed; from a fork to the line of the child that it began."""
    parts = []
    for box in layout.boxes:
        x = middles[box.call.lane]
        waker = layout.boxes[box.call.woken_by] if box.call.woken_by is not None else box
        if waker.call.lane != box.call.lane:
            parts.append(_arrow(middles[waker.call.lane], waker.out, x, box.into, half, half))
        if box.call.starts is not None:
            parts.append(_arrow(x, box.out, middles[box.call.starts], box.out, half, 0))
    return parts


def _arrow(x1: float, y1: float, x2: float, y2: float, after: float, before: float) -> str:
    """A line with a tip, from so far after the middle of one lane to so far before that of the other."""
    side = 1 if x2 > x1 else -1
    x1, x2 = x1 + side * after, x2 - side * before
    length = math.hypot(x2 - x1, y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    wings = [(x2 - 7 * across + turn * down, y2 - 7 * down - turn * across) for turn in (3.5, -3.5)]
    tip = "L".join(f"{x:.0f} {y:.0f}" for x, y in (wings[0], (x2, y2), wings[1]))
    return f'<path d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}M{tip}"/>'


def _box(box: Box, x: float, width: float, timeline: Timeline) -> str:
    """A call: a box with its text; one that waits has a hatched edge, a loop a plain one; one that had not returned is open at its bottom."""
    call, kind = box.call, look(box.call)
    top, height = round(box.top), round(box.bottom - box.top)
    at = x + PAD + (EDGE if kind in EDGED else 0)
    data = f' data-line="{timeline.lanes[call.lane].program}:{call.line}"' if call.line else ""
    name, space, rest = box.lines[0].partition(" ")
    texts = [_lines([f"<tspan>{escape(name)}</tspan>{space}{escape(rest)}", *map(escape, box.lines[1:])], at, top + 15)]
    if box.result:
        texts.append(_lines(list(map(escape, box.result)), at, top + height - LINE * len(box.result) + 9))
    return f'<g class="wb-{kind}"{data}>{_frame(kind, x, top, width, height, call.end is None)}{"".join(texts)}</g>'


def sample(kind: str) -> str:
    """A small box of a kind, for the legend."""
    return f'<g class="wb-{kind}">{_frame(kind, 1, 1, 20, 14, False)}</g>'


def _frame(kind: str, x: float, y: float, width: float, height: float, unfinished: bool) -> str:
    if unfinished:
        frame = f'<path d="M{x:g} {y + height}V{y}h{width:g}v{height}"/>'
    else:
        frame = f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="3"/>'
    return frame + (f'<path class="wb-edge" d="M{x + 4:g} {y + 2}v{height - 4}"/>' if kind in EDGED else "")


def _lines(lines: list[str], x: float, y: float) -> str:
    others = "".join(f'<tspan x="{x:g}" dy="{LINE}">{line}</tspan>' for line in lines[1:])
    return f'<text x="{x:g}" y="{y}">{lines[0]}{others}</text>'

"""Draw a timeline as SVG: a lane for each process or thread, time going down, arrows from what wakes to what is woken.

Time is not to scale: calls of 0.05 ms stand beside waits of seconds. What begins later stands lower, and a longer gap is
drawn longer, but much less than in proportion. Colors and fonts come from theme/assets/picture.css.
"""

import math
from dataclasses import dataclass, field
from html import escape

from wouldblock.steps import Step, end_of, steps
from wouldblock.story import duration
from wouldblock.timeline import Timeline

LETTER, LINE = 7.9, 16  # of the monospaced type of 13 pixels: the widest of the usual fonts
LEFT, TOP = 48, 46  # the scale of time, and the names of the lanes
PAD, STRIPE = 7, 6  # within a box: before its text; the hatched edge of one that waits
APART = 6  # between two boxes of a lane
TALL = 900  # from here on the names of the lanes are repeated at the bottom
WIDTHS = {1: (230, 200), 2: (196, 152), 3: (130, 108)}  # by number of lanes: of a lane, of its boxes
MANY = (116, 98)
HATCHED = {"wait", "sleep", "spin"}


@dataclass
class Box:
    """A step at its place; `lines` of text at its top, `result` at its bottom, `long` if its end has a place of its own."""

    step: Step
    lines: list[str]
    result: list[str]
    long: bool
    top: float = 0
    bottom: float = 0

    @property
    def least(self) -> float:
        return LINE * (len(self.lines) + len(self.result)) + 6

    @property
    def out(self) -> float:
        """Where an arrow leaves."""
        return self.top + 11

    @property
    def into(self) -> float:
        """Where an arrow arrives: a call that waited was woken at its end."""
        return self.bottom - 8 if self.long else self.top + 11


@dataclass
class Layout:
    boxes: list[Box]
    ticks: list[tuple[float, float]] = field(default_factory=list)  # of the scale: place, milliseconds
    height: float = 0


def draw(timeline: Timeline) -> str:
    """The picture as an SVG element without names of colors; its calls have the number of the line that made them."""
    lanes = timeline.lanes
    lane, box = WIDTHS.get(len(lanes), MANY)
    layout = arrange(timeline, box - 2 * PAD)
    width = LEFT + lane * len(lanes)
    middles = [LEFT + lane * number + lane / 2 for number in range(len(lanes))]
    height = round(layout.height + (TOP if layout.height > TALL else 12))
    parts = [
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>{escape(title(timeline))}</title>"
    ]
    parts += [_scale(layout, width), _heads(timeline, middles, 17)]
    parts += [_life(layout, number, middle) for number, middle in enumerate(middles)]
    parts += _arrows(layout, middles, box)
    parts.append('<g class="wb-calls">')
    parts += [_box(one, middles[one.step.lane] - box / 2, box, timeline) for one in layout.boxes]
    parts.append("</g>")
    if layout.height > TALL:
        parts.append(_heads(timeline, middles, layout.height + 20))
    return "".join([*parts, "</svg>"])


def title(timeline: Timeline) -> str:
    names = ", ".join(lane.name for lane in timeline.lanes)
    return f"What {names} asked of the kernel, from top to bottom; the list below tells the same in words"


def arrange(timeline: Timeline, width: float) -> Layout:
    """Give each step its place: in the order of time, below the step before it in its lane, and after what woke it."""
    end = end_of(timeline)
    layout = Layout([_labelled(timeline, step, width) for step in steps(timeline)])
    points = sorted(
        [(box.step.first.start, 0, number) for number, box in enumerate(layout.boxes)]
        + [
            (end + 1 if box.step.last.end is None else box.step.last.end, 1, number)
            for number, box in enumerate(layout.boxes)
            if box.long
        ]
    )
    free: dict[int, float] = {}
    y, before, placed = float(TOP), points[0][0], set()
    for moment, ends, number in points:
        box = layout.boxes[number]
        lane = box.step.lane
        waker = layout.boxes[box.step.woken_by] if box.step.woken_by in placed else None
        at = y + (6 + 11 * math.log10(1 + max(0, min(moment, end) - before)) if placed else 0)
        if ends:
            at = max(at, box.top + box.least, waker.out + 16 if waker else 0)
            box.bottom = at
        else:
            at = max(at, free.get(lane, 0), waker.top if waker and not box.long else 0)
            box.top, box.bottom = at, at + box.least
            placed.add(number)
            if moment - (layout.ticks[-1][1] if layout.ticks else -9e9) >= max(end / 200, 0.5) and (
                not layout.ticks or at + 11 - layout.ticks[-1][0] >= LINE
            ):
                layout.ticks.append((at + 11, moment))
        if ends or not box.long:
            free[lane] = box.bottom + APART
        y, before = at, min(moment, end)
    layout.height = max(box.bottom for box in layout.boxes) + 4
    return layout


def _labelled(timeline: Timeline, step: Step, width: float) -> Box:
    """What a box says, in lines of this width."""
    call = step.first
    letters = int((width - (STRIPE if look(step) in HATCHED else 0)) / LETTER)
    name = call.call + ("*" if any(one.varies for one in step.calls) else "")
    if call.on and call.on != "listener" and call.call != "accept" and _several(timeline, step.lane):
        name += f" {call.on}"
    detail = _detail(step)
    long = step.kind != "call" or step.last.end is None
    if step.kind == "sleep":
        return Box(step, _wrapped(f"{name} {duration(step.took(end_of(timeline)))}", letters), [], long)
    if step.kind == "wait":
        waits = "waits …" if step.last.end is None else f"waits {duration(step.took(end_of(timeline)))}"
        return Box(step, [*_wrapped(name, letters), waits], _wrapped(detail, letters), long)
    times = f"×{step.count:,}" if step.count > 1 else ""
    return Box(step, _wrapped(" ".join(filter(None, [name, times, detail])), letters), [], long)


def _several(timeline: Timeline, lane: int) -> bool:
    own = {call.on for call in timeline.calls if call.lane == lane and call.call != "accept"}
    return len(own - {None, "listener"}) > 1


def _detail(step: Step) -> str:
    call = step.last
    if call.error:
        return call.error
    if call.text:
        return f"“{call.text}”"
    if call.call == "accept":
        return f"→ {call.on}" if call.on and call.on != "listener" else ""
    if call.bytes == 0 and call.call.startswith(("recv", "read")):
        return "end"
    if step.bytes is not None:
        return f"{step.bytes:,} byte{'' if step.bytes == 1 else 's'}"
    return ""


def _wrapped(text: str, letters: int) -> list[str]:
    """A text in lines, broken at spaces; a word that is too long is cut."""
    lines: list[str] = []
    for word in text.split():
        word = word if len(word) <= letters else word[: letters - 1] + "…"
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _heads(timeline: Timeline, middles: list[float], y: float) -> str:
    """The names of the lanes, in two lines."""
    parts = []
    for lane, middle in zip(timeline.lanes, middles, strict=True):
        first, _, second = lane.name.replace(", ", " ").partition(" ")
        parts.append(f'<text x="{middle:g}" y="{y:g}">{escape(first)}</text>')
        parts.append(f'<text class="wb-faint" x="{middle:g}" y="{y + 16:g}">{escape(second or lane.kind)}</text>')
    return f'<g class="wb-heads">{"".join(parts)}</g>'


def _scale(layout: Layout, width: int) -> str:
    """Milliseconds at the left edge, with a fine line across."""
    texts = [f'<text x="40" y="{y + 4:g}">{ms:.0f}</text>' for y, ms in layout.ticks]
    lines = "".join(f"M44 {y:g}H{width}" for y, _ in layout.ticks)
    return f'<g class="wb-scale"><path d="{lines}"/><text x="40" y="17">ms</text>{"".join(texts)}</g>'


def _life(layout: Layout, lane: int, x: float) -> str:
    own = [box for box in layout.boxes if box.step.lane == lane]
    if not own:
        return ""
    begun = next((box.out for box in layout.boxes if box.step.first.starts == lane), own[0].top)
    return f'<path class="wb-life" d="M{x:g} {begun:g}V{own[-1].bottom:g}"/>'


def _arrows(layout: Layout, middles: list[float], box: float) -> list[str]:
    parts = []
    for one in layout.boxes:
        if one.step.woken_by is not None and layout.boxes[one.step.woken_by].step.lane != one.step.lane:
            waker = layout.boxes[one.step.woken_by]
            parts.append(_arrow(middles[waker.step.lane], waker.out, middles[one.step.lane], one.into, box / 2))
        begun = one.step.first.starts
        if begun is not None:
            x = middles[begun] - math.copysign(box / 2, middles[begun] - middles[one.step.lane])
            parts.append(_arrow(middles[one.step.lane], one.out, x, one.out, box / 2, 0))
            parts.append(f'<path class="wb-life" d="M{x:g} {one.out:g}H{middles[begun]:g}"/>')
    return [f'<g class="wb-arrows">{"".join(parts)}</g>'] if parts else []


def _arrow(x1: float, y1: float, x2: float, y2: float, before: float, after: float | None = None) -> str:
    """A line between the edges of two boxes, with a tip."""
    to = 1 if x2 > x1 else -1
    x1, x2 = x1 + to * before, x2 - to * (before if after is None else after)
    length = math.hypot(x2 - x1, y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    wings = [(x2 - 7 * across + side * 3.5 * down, y2 - 7 * down - side * 3.5 * across) for side in (1, -1)]
    tip = "L".join(f"{x:.0f} {y:.0f}" for x, y in (wings[0], (x2, y2), wings[1]))
    return f'<path d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}M{tip}"/>'


def _box(box: Box, x: float, width: float, timeline: Timeline) -> str:
    """A call: a box with its text; one that waits has a hatched edge, one that had not returned is open at its bottom."""
    step, kind = box.step, look(box.step)
    top, height = round(box.top), round(box.bottom - box.top)
    data = f' data-line="{timeline.lanes[step.lane].program}:{step.first.line}"' if step.first.line else ""
    parts = [f'<g class="wb-{kind}"{data}>', _frame(kind, x, top, width, height, step.last.end is None and box.long)]
    indent = PAD + (STRIPE if kind in HATCHED else 0)
    lines = [f'<text x="{x + indent:g}" y="{top + 15}">{_line(box.lines[0], True)}']
    lines += [f'<tspan x="{x + indent:g}" dy="{LINE}">{escape(line)}</tspan>' for line in box.lines[1:]]
    parts.append("".join(lines) + "</text>")
    if box.result:
        y = top + height - LINE * (len(box.result) - 1) - 7
        spans = [f'<tspan x="{x + indent:g}" dy="{LINE}">{escape(line)}</tspan>' for line in box.result[1:]]
        parts.append(f'<text x="{x + indent:g}" y="{y}">{escape(box.result[0])}{"".join(spans)}</text>')
    return "".join([*parts, "</g>"])


def look(step: Step) -> str:
    """The kind of its box, also the end of its class."""
    return "refused" if step.kind == "call" and step.first.error else step.kind


def sample(kind: str) -> str:
    """A small box of a kind, for the legend."""
    return f'<g class="wb-{kind}">{_frame(kind, 1, 1, 20, 14, False)}</g>'


def _frame(kind: str, x: float, y: float, width: float, height: float, unfinished: bool) -> str:
    if unfinished:
        parts = f'<path d="M{x:g} {y + height}V{y}h{width:g}v{height}"/>'
    else:
        parts = f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="3"/>'
    return parts + (f'<path class="wb-hatch" d="M{x + 4:g} {y + 2}v{height - 4}"/>' if kind in HATCHED else "")


def _line(text: str, first: bool) -> str:
    name, space, rest = text.partition(" ")
    return f"<tspan>{escape(name)}</tspan>{space}{escape(rest)}" if first else escape(text)

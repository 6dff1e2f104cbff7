"""Draw a timeline as SVG: a lane for each process or thread, time going down, arrows from what wakes to what is woken.

Time is not to scale: calls of 0.05 ms stand beside waits of seconds. What begins later stands lower, and a longer gap is
drawn longer, but much less than in proportion. Colors and fonts come from theme/assets/picture.css.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from wouldblock.pages.picture import arrows
from wouldblock.pages.picture.layout import APART, EDGE, EDGED, LETTER, LINE, PAD, Box, Layout, arrange, look
from wouldblock.timelines.model import Call, Timeline

LEFT = 42  # the scale of time
TALL = 900  # from here on the names of the lanes are repeated at the bottom
TALL_ON_PAPER = 1150  # from here on a picture is hard to read on one page: it is printed in parts, and its words, too
WIDTHS = {1: (240, 216), 2: (196, 152), 3: (130, 112)}  # by number of lanes: of a lane, of its boxes
MANY = (122, 110)


@dataclass(frozen=True)
class Sheet:
    """A picture that is to be drawn: the place of each call, and the names of the lanes in lines, in pixels."""

    layout: Layout
    names: list[list[str]]
    middles: list[float]  # of the lanes
    box: float  # the width of each
    top: float  # above it are the names
    width: float
    height: float

    @property
    def is_tall(self) -> bool:
        """Whether it has to be printed in parts."""
        return self.height > TALL_ON_PAPER


def sheet(timeline: Timeline) -> Sheet:
    """The picture of a timeline, arranged."""
    lane, box = WIDTHS.get(len(timeline.lanes), MANY)
    names = _names(timeline, lane)
    top = 14 + LINE * len(names[0])
    layout = arrange(timeline, box - 2 * PAD, top)
    middles = [LEFT + lane * number + lane / 2 for number in range(len(timeline.lanes))]
    height = round(layout.height + (top if layout.height > TALL else 0))
    return Sheet(layout, names, middles, box, top, LEFT + lane * len(timeline.lanes), height)


def name(timeline: Timeline) -> str:
    """What the drawing is called on its page."""
    return f"run-{timeline.scenario.replace('/', '-')}"


def draw(timeline: Timeline, points: Sequence[Call] = ()) -> str:
    """The picture as an SVG element without colors of its own; each call has the line of the program that made it.

    `points` are the calls that the page speaks of, which stand out. What is in a tall picture has a name, by which its parts show it on paper.
    """
    shown = sheet(timeline)
    layout, middles, half = shown.layout, shown.middles, shown.box / 2
    classes = ["wb-wide"] * (len(timeline.lanes) > 3) + ["wb-tall"] * shown.is_tall
    kind = f' class="{" ".join(classes)}"' if classes else ""
    calls = (_box(box, middles[box.call.lane] - half, shown.box, timeline, box.call in points) for box in layout.boxes)
    parts = [
        _scale(layout, shown.width),
        heads(shown, 17),
        *(_life(layout, number, middle) for number, middle in enumerate(middles)),
        f'<g class="wb-calls">{"".join(calls)}</g>',
        f'<g class="wb-arrows">{"".join(arrows.draw(layout, middles, half))}</g>',
        heads(shown, layout.height + 20) if layout.height > TALL else "",
    ]
    drawing = "".join(parts)
    if shown.is_tall:
        drawing = f'<g id="{name(timeline)}" class="wb-drawing">{drawing}</g>'
    return (
        f'<svg{kind} role="img" viewBox="0 0 {shown.width} {shown.height}" width="{shown.width}" height="{shown.height}">'
        f"<title>{escape(title(timeline))}</title>{drawing}</svg>"
    )


def title(timeline: Timeline) -> str:
    """What a picture shows, for a reader who does not see it."""
    names = ", ".join(lane.name for lane in timeline.lanes)
    return f"What {names} asked of the kernel, from top to bottom; the list below tells the same in words"


def _names(timeline: Timeline, lane: float) -> list[list[str]]:
    """The name of each lane in lines that fit side by side, and last whether it is a process, or which child or thread."""
    letters = int((lane - APART) / LETTER)
    labels = []
    for number, lane_of_name in enumerate(timeline.lanes):
        name, _, part = lane_of_name.name.replace(", ", " ").partition(" ")
        lines = [""]
        for piece in re.split(r"(?<=_)", name):
            if len(lines[-1] + piece) > letters:
                lines.append("")
            lines[-1] += piece
        labels.append([*filter(None, lines), part or _kind(timeline, number)])
    most = max(map(len, labels))
    return [[""] * (most - len(lines)) + lines for lines in labels]


def _kind(timeline: Timeline, lane: int) -> str:
    """What a lane is: a process that has other threads is shown by its main thread."""
    has_threads = any(other.kind == "thread" and other.parent == lane for other in timeline.lanes)
    return "main thread" if has_threads else timeline.lanes[lane].kind


def heads(shown: Sheet, y: float) -> str:
    """The names of the lanes, the first line at this height."""
    parts = []
    for lines, middle in zip(shown.names, shown.middles, strict=True):
        for number, line in enumerate(lines):
            faint = ' class="wb-faint"' if number == len(lines) - 1 else ""
            if line:
                parts.append(f'<text{faint} x="{middle:g}" y="{y + LINE * number:.0f}">{escape(line)}</text>')
    return f'<g class="wb-heads">{"".join(parts)}</g>'


def _scale(layout: Layout, width: float) -> str:
    """Milliseconds at the left edge, with a fine line across."""
    texts = [f'<text x="34" y="{y + 4:.0f}">{moment:.0f}</text>' for y, moment in layout.ticks]
    lines = "".join(f"M38 {y:.0f}H{width}" for y, _ in layout.ticks)
    return f'<g class="wb-scale"><path d="{lines}"/><text x="34" y="17">ms</text>{"".join(texts)}</g>'


def _life(layout: Layout, lane: int, x: float) -> str:
    """The line of a lane, from what began it to its last call; it has the number of the call at its beginning."""
    own = [box for box in layout.boxes if box.call.lane == lane]
    if not own:
        return ""
    begins = next((box for box in layout.boxes if box.call.starts == lane), own[0])
    top = own[0].top if begins is own[0] else begins.out
    number = layout.boxes.index(begins)
    return f'<path class="wb-life" data-begins="{number}" d="M{x:g} {top:.0f}V{own[-1].bottom:.0f}"/>'


def _box(box: Box, x: float, width: float, timeline: Timeline, point: bool) -> str:
    """A call: a box with its text; one that waits has a hatched edge, a loop a plain one; one that had not returned is open at its bottom."""
    call, kind = box.call, look(box.call)
    top, height = round(box.top), round(box.bottom - box.top)
    at = x + PAD + (EDGE if kind in EDGED else 0)
    data = f' data-line="{timeline.lanes[call.lane].program}:{call.line}"' if call.line else ""
    name, space, rest = box.lines[0].partition(" ")
    texts = [_lines([f"<tspan>{escape(name)}</tspan>{space}{escape(rest)}", *map(escape, box.lines[1:])], at, top + 15)]
    if box.result:
        texts.append(_lines(list(map(escape, box.result)), at, top + height - LINE * len(box.result) + 9))
    look_of_point = " wb-point" if point else ""
    return f'<g class="wb-{kind}{look_of_point}"{data}>{_frame(kind, x, top, width, height, call.end is None)}{" ".join(texts)}</g>'


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
    others = "".join(f' <tspan x="{x:g}" dy="{LINE}">{line}</tspan>' for line in lines[1:])
    return f'<text x="{x:g}" y="{y}">{lines[0]}{others}</text>'

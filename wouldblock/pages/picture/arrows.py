"""The arrows of a picture, from what wakes to what is woken; across other lanes they make way for words."""

import math

from wouldblock.pages.picture.layout import EDGE, EDGED, LETTER, LINE, PAD, Layout, look

ROOM = 10  # pixels that a box has at least besides its words if an arrow is to be seen across it
GAP = 3  # pixels that an arrow keeps off words

Line = tuple[float, float, float, float]  # x and y of its beginning, of its end; never upright
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


def draw(layout: Layout, middles: list[float], half: float) -> list[str]:
    """From each call to the one that it woke or fed; from a fork to the line of the child that it began.

    `middles` are those of the lanes, `half` is half the width of a box, in pixels.
    """
    parts = []
    for number, box in enumerate(layout.boxes):
        x, waker = middles[box.call.lane], layout.boxes[box.call.woken_by] if box.call.woken_by is not None else box
        if waker.call.lane != box.call.lane:
            side = math.copysign(half, x - middles[waker.call.lane])
            line = (middles[waker.call.lane] + side, waker.out, x - side, box.into)
            parts.append(_arrow(line, words_between(layout, middles, half, line), f"{box.call.woken_by} {number}"))
        if box.call.starts is not None:
            end = middles[box.call.starts]
            line = (x + math.copysign(half, end - x), box.out, end, box.out)
            parts.append(_arrow(line, words_between(layout, middles, half, line), f"{number} {number}"))
    return parts


def words_between(layout: Layout, middles: list[float], half: float, line: Line) -> list[Rectangle]:
    """What an arrow makes way for: the words of the boxes in the lanes that it crosses, and boxes that have room for nothing else."""
    left, right = sorted((line[0], line[2]))
    words = []
    for box in layout.boxes:
        x = middles[box.call.lane] - half
        if x < left or x + 2 * half > right:
            continue
        if box.height < box.least + ROOM:
            words.append((x - 1, box.top - 1, x + 2 * half + 1, box.bottom + 1))
            continue
        at = x + PAD + (EDGE if look(box.call) in EDGED else 0)
        for texts, top in ((box.lines, box.top + 3), (box.result, box.bottom - 3 - LINE * len(box.result))):
            for number, text in enumerate(texts):
                y = top + LINE * number
                words.append((at - GAP, y - 1, at + LETTER * len(text) + GAP, y + LINE - 1))
    return words


def _arrow(line: Line, words: list[Rectangle], ends: str) -> str:
    """A line with a tip, broken at words. `ends` are the numbers of the calls at its two ends."""
    x1, y1, x2, y2 = line
    wings = tip(line, 7)
    head = "L".join(f"{x:.0f} {y:.0f}" for x, y in (wings[0], (x2, y2), wings[1]))
    breaks = sorted(part for part in (_within(line, rectangle) for rectangle in words) if part)
    pieces, at = "", 0.0
    for start, end in [*breaks, (1.0, 1.0)]:
        if start > at:
            points = (f"{x1 + (x2 - x1) * part:.0f} {y1 + (y2 - y1) * part:.0f}" for part in (at, start))
            pieces += "M" + "L".join(points)
        at = max(at, end)
    return f'<path data-ends="{ends}" d="{pieces}M{head}"/>'


def tip(line: Line, size: float) -> list[tuple[float, float]]:
    """The two ends of the tip of an arrow, so many pixels before its own end."""
    x1, y1, x2, y2 = line
    length = math.hypot(x2 - x1, y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    return [(x2 - size * across + turn * down, y2 - size * down - turn * across) for turn in (size / 2, -size / 2)]


def _within(line: Line, rectangle: Rectangle) -> tuple[float, float] | None:
    """From which to which part of a line it is within a rectangle: 0 is its beginning, 1 its end."""
    (x1, y1, x2, y2), (left, top, right, bottom) = line, rectangle
    enters, leaves = sorted(((left - x1) / (x2 - x1), (right - x1) / (x2 - x1)))
    if y1 != y2:
        above, below = sorted(((top - y1) / (y2 - y1), (bottom - y1) / (y2 - y1)))
        enters, leaves = max(enters, above), min(leaves, below)
    elif not top < y1 < bottom:
        return None
    return (enters, leaves) if enters < leaves else None

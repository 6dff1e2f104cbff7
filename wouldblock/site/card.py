"""The picture that other sites show beside a link to this one: 1200 by 630 pixels, drawn by the build, with a recorded run."""

import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

from wouldblock.pages.picture import arrows, layout
from wouldblock.timelines.model import Timeline

SIZE = (1200, 630)
PAPER, INK, FAINT, WAIT, EDGE, ARROW = "#ffffff", "#17324d", "#4d5b6a", "#fff6e6", "#8a4b00", "#0b57a4"
MARGIN = 70
RUN = (640, 80, 1160, 610)  # where the run stands: left, top, right, bottom
BOX = 152  # the width of a box in the layout of two lanes
AFTER = 66  # pixels that are shown after the end of the longest wait
FONT = ImageFont.load_default(17)


def draw(name: str, sentence: str, timeline: Timeline | None = None) -> bytes:
    """A PNG with the name of the site, one sentence below it, and the longest wait of a recorded run beside them."""
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=INK)
    pen.text((MARGIN, MARGIN), name, font=ImageFont.load_default(84), fill=INK)
    text = "\n".join(textwrap.wrap(sentence, 26 if timeline else 42))
    pen.multiline_text((MARGIN, 210), text, font=ImageFont.load_default(38), fill=FAINT, spacing=14)
    if timeline:
        _draw_run(pen, timeline)
    packed = io.BytesIO()
    card.quantize(32).save(packed, "PNG")
    return packed.getvalue()


def _draw_run(pen: ImageDraw.ImageDraw, timeline: Timeline) -> None:
    """What led to the longest wait, and its end: as much of the picture as there is room for."""
    left, top, right, bottom = RUN
    lane = (right - left) / len(timeline.lanes)
    middles = [left + lane * number + lane / 2 for number in range(len(timeline.lanes))]
    half = lane / 2 - 24
    boxes = layout.arrange(timeline, BOX).boxes
    ended = [box for box in boxes if box.call.blocked and box.call.end is not None]
    longest = max(ended or boxes, key=lambda box: timeline.took(box.call))
    down = bottom - AFTER - longest.bottom
    for middle, each in zip(middles, timeline.lanes, strict=True):
        pen.line((middle, top, middle, bottom), fill="#d5dde5", width=3)
        pen.text((middle, top - 28), each.name, font=ImageFont.load_default(26), fill=INK, anchor="mm")
    for box in boxes:
        x, y, end = middles[box.call.lane], max(box.top + down, top), min(box.bottom + down, bottom)
        if end - y >= layout.LINE and (box.call.blocked or end < bottom):
            _draw_box(pen, box, (x - half, y, x + half, end), is_cut=box.top + down < top, is_longest=box is longest)
    for box in boxes:
        waker = boxes[box.call.woken_by] if box.call.woken_by is not None else box
        if waker.call.lane != box.call.lane and waker.out + down > top and box.bottom + down < bottom:
            start, end = middles[waker.call.lane], middles[box.call.lane]
            side = half if end > start else -half
            _draw_arrow(pen, (start + side, waker.out + down), (end - side, box.into + down))


def _draw_box(
    pen: ImageDraw.ImageDraw,
    box: layout.Box,
    place: tuple[float, float, float, float],
    *,
    is_cut: bool,
    is_longest: bool,
) -> None:
    """A call with its words; one whose beginning is not shown has no upper edge."""
    x, top, right, bottom = place
    waits = box.call.blocked
    edge, width = (EDGE, 6 if is_longest else 3) if waits else (FAINT, 3)
    pen.rectangle(place, fill=WAIT if waits else PAPER, outline=edge, width=width)
    if is_cut:
        pen.rectangle((x + width, top, right - width, top + width), fill=WAIT if waits else PAPER)
    else:
        for number, line in enumerate(box.lines if waits else box.lines[:1]):
            pen.text(
                (x + 14, top + (14 if is_longest else 10) + 20 * number), _plain(line), font=FONT, fill=INK, anchor="lm"
            )
    for number, line in enumerate(reversed(box.result)):
        pen.text((x + 14, bottom - 15 - 20 * number), _plain(line), font=FONT, fill=INK, anchor="lm")


def _draw_arrow(pen: ImageDraw.ImageDraw, start: tuple[float, float], end: tuple[float, float]) -> None:
    line = (*start, *end)
    pen.line(line, fill=ARROW, width=3)
    pen.polygon([end, *arrows.tip(line, 14)], fill=ARROW)


def _plain(line: str) -> str:
    """A line in the letters that the font has."""
    return line.replace("→\u00a0", "to ")

"""The picture that other sites show beside a link to this one: 1200 by 630 pixels, drawn by the build, with a recorded run."""

import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

from wouldblock.pages.picture import layout
from wouldblock.timelines.model import Timeline

SIZE = (1200, 630)
PAPER, INK, FAINT, WAIT, EDGE = "#ffffff", "#17324d", "#4d5b6a", "#fff0d2", "#8a4b00"
MARGIN = 70
RUN = (640, 40, 1150, 600)  # where the run stands: left, top, right, bottom
BOX = 152  # the width of a box in the layout of two lanes


def draw(name: str, sentence: str, timeline: Timeline | None = None) -> bytes:
    """A PNG with the name of the site, one sentence below it, and the beginning of a recorded run beside them."""
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
    """The boxes of the picture, as far as there is room, with the names of their calls."""
    left, top, right, bottom = RUN
    lane = (right - left) / len(timeline.lanes)
    width = lane - 40
    for number, each in enumerate(timeline.lanes):
        middle = left + lane * number + lane / 2
        pen.line((middle, top + 40, middle, bottom), fill="#d5dde5", width=3)
        pen.text((middle, top + 12), each.name, font=ImageFont.load_default(26), fill=INK, anchor="mm")
    for box in layout.arrange(timeline, BOX, top + 44).boxes:
        if box.top > bottom - 40:
            continue
        x = left + lane * box.call.lane + 20
        y = min(box.bottom, bottom)
        pen.rectangle(
            (x, box.top, x + width, y),
            fill=WAIT if box.call.blocked else PAPER,
            outline=EDGE if box.call.blocked else FAINT,
            width=3,
        )
        said = [line.replace("→\u00a0", "to ") for line in (box.lines if box.call.blocked else box.lines[:1])]
        for number, line in enumerate(said):
            pen.text((x + 14, box.top + 11 + 22 * number), line, font=ImageFont.load_default(18), fill=INK, anchor="lm")

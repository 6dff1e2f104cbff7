"""The picture that other sites show beside a link to this one: 1200 by 630 pixels, drawn by the build."""

import io
import textwrap
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
INK = (23, 50, 77)
MARGIN = 90


@cache
def draw(name: str, sentence: str) -> bytes:
    """A PNG with the name of the site and one sentence below it, in the font that comes with Pillow."""
    card = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, MARGIN // 3, SIZE[1]), fill=0)
    pen.text((MARGIN, MARGIN), name, font=ImageFont.load_default(110), fill=0)
    text = "\n".join(textwrap.wrap(sentence, 38))
    pen.multiline_text((MARGIN, 280), text, font=ImageFont.load_default(52), fill=0, spacing=20)
    card.putpalette([ink + (255 - ink) * grey // 255 for grey in range(256) for ink in INK])
    packed = io.BytesIO()
    card.save(packed, "PNG")
    return packed.getvalue()

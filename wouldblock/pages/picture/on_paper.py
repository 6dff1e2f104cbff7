"""The parts in which a tall picture is printed, one below the other: what it shows, cut between the words, each with the names of the lanes."""

from wouldblock.pages.picture import sequence
from wouldblock.pages.picture.layout import LINE, Box, Layout
from wouldblock.timelines.model import Timeline

FIRST, OTHERS = 700, 920  # pixels of paper for the first part, below a caption, and for each other, at most
WIDEST = 640  # pixels of paper; a wider picture is printed smaller
LOWEST = 0.6  # of that height at least, if there is a place to cut
SMALL = 60  # pixels of a box that is not cut; there is a place beside or in all others


def draw(timeline: Timeline) -> str:
    """SVG elements that show a tall picture of the page again, part for part; nothing for one that fits on a page."""
    shown = sequence.sheet(timeline)
    if not shown.is_tall:
        return ""
    parts, top = [], 0.0
    for bottom in [*cuts(shown.layout, shown.height, max(1, shown.width / WIDEST)), shown.height]:
        above = shown.top if top else 0
        repeated = (
            f'<rect class="wb-blank" y="{top - above - 3:g}" width="{shown.width}" height="{above + 3:g}"/>{sequence.heads(shown, top - above + 17)}'
            if top
            else ""
        )
        parts.append(
            f'<svg viewBox="0 {top - above:g} {shown.width} {bottom - top + above:g}" width="{shown.width}" height="{bottom - top + above:g}">'
            f'<use href="#{sequence.name(timeline)}"/>{repeated}</svg>'
        )
        top = bottom
    return f'<div class="wb-parts" aria-hidden="true">{"".join(parts)}</div>'


def cuts(layout: Layout, height: float, larger: float) -> list[float]:
    """Where a picture of this height, which is so much larger than on paper, is cut: as low as the paper allows, but through no words."""
    places, top, most = [], 0.0, FIRST * larger
    while height - top > most:
        lowest, highest = int(top + most), int(top + most * LOWEST)
        top = next((y for y in range(lowest, highest, -2) if not any(_is_in(box, y) for box in layout.boxes)), lowest)
        places.append(float(top))
        most = OTHERS * larger
    return places


def _is_in(box: Box, y: float) -> bool:
    """Whether a cut at this height would go through the words of a box, or through a small one."""
    if not box.top - 2 <= y <= box.bottom + 2:
        return False
    words = box.top + 4 + LINE * len(box.lines), box.bottom - 4 - LINE * len(box.result)
    return box.height < SMALL or not words[0] < y < words[1]

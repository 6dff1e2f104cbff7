"""An SVG picture as a tree, for tests: the boxes of its calls and what stands in them."""

from xml.etree import ElementTree


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 our own


def boxes(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return svg.findall(".//g[@class='wb-calls']/g")


def text_of(box: ElementTree.Element) -> str:
    return "".join(box.itertext())


def lines_of(text: ElementTree.Element) -> list[tuple[str, float, float]]:
    """Each line of a text, with the place where it begins: to the right, and down to its foot."""
    x, y, lines = float(text.get("x")), float(text.get("y")), [text.text or ""]
    for part in text:
        if part.get("x"):
            lines.append("")
        lines[-1] += (part.text or "") + (part.tail or "")
    return [(line.strip(), x, y + 16 * number) for number, line in enumerate(lines)]

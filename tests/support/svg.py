"""An SVG picture as a tree, for tests: the boxes of its calls and what stands in them."""

from xml.etree import ElementTree


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 our own


def boxes(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return svg.findall("g[@class='wb-calls']/g")


def text_of(box: ElementTree.Element) -> str:
    return "".join(box.itertext())

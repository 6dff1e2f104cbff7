"""Marks Chinese words as Chinese, so that a screen reader speaks them and a browser takes the right letters; a Python-Markdown extension."""

from re import Match
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

HAN = "([\u3400-\u4dbf\u4e00-\u9fff]+)"
AFTER_ALL_OTHERS = 1  # code and addresses are taken out before


def makeExtension(**_: object) -> Extension:
    """The extension, by the name under which Python-Markdown looks for it."""
    return Chinese()


class Chinese(Extension):
    """Registers the marking with Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Mark last, when no other pattern can take the text apart."""
        md.inlinePatterns.register(Marked(HAN, md), "chinese", AFTER_ALL_OTHERS)


class Marked(InlineProcessor):
    """Puts a run of Chinese characters into an element with its language."""

    def handleMatch(self, m: Match[str], data: str) -> tuple[Element, int, int]:
        """The element, and from where to where it replaces the text."""
        element = Element("span", {"lang": "zh"})
        element.text = AtomicString(m[1])
        return element, m.start(), m.end()

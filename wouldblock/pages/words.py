"""Words of the glossary, linked where a page first uses them and does not explain them itself."""

import re
from functools import lru_cache
from html import escape

from markdown.extensions.toc import slugify

from wouldblock.pages import prose
from wouldblock.project import Project, read_text

LINKED = (  # what a reader who knows Python may not know
    "backlog", "backpressure", "coroutine", "datagram", "deadlock", "descriptor", "edge-triggered", "ephemeral port", "event loop",
    "half-close", "kernel", "level-triggered", "listener", "loopback", "peer", "race condition", "spinning", "system call",
)  # fmt: skip
MOST = 5  # on a page
TERM = re.compile(r"^(\S.*)\n:   (.*(?:\n    .*)*)", re.MULTILINE)


@lru_cache(maxsize=4)
def _definitions(glossary: str) -> dict[str, tuple[str, str]]:
    """Of each word: its anchor in the glossary, and its definition in a sentence."""
    words = {}
    for term, definition in TERM.findall(glossary):
        name = re.sub(r" \(.*", "", term).replace("`", "")
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`]", r"\1", " ".join(definition.split()))
        sentence = re.split(r"(?<=\.) ", plain, maxsplit=1)[0]
        for word in name.split(", "):
            words[word] = slugify(name, "-"), sentence
    if "file descriptor" in words:
        words["descriptor"] = words["file descriptor"]  # of which it is short
    return words


def linked(text: str, project: Project) -> str:
    """The text of a page of a chapter with links to the glossary at the first use of some words."""
    glossary = project.docs / "glossary.md"
    if not glossary.exists():
        return text
    definitions = _definitions(read_text(glossary))
    linkable = [word for word in LINKED if word in definitions and not re.search(rf"\*{word}s?\*", text)]
    left = {word: definitions[word] for word in linkable}

    def link(piece: str) -> str:
        for word, (anchor, sentence) in left.items() if len(left) > len(linkable) - MOST else ():
            if word in piece and (match := re.search(rf"(?<![\w-]){word}s?(?![\w-])", piece)):
                del left[word]
                marked = f'[{match[0]}](../glossary.md#{anchor} "{escape(sentence)}")'
                return f"{piece[: match.start()]}{marked}{piece[match.end() :]}"
        return piece

    return prose.replaced(text, link)

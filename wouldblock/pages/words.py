"""Words of the glossary, linked where a page first uses them and does not explain them itself."""

import re
from functools import lru_cache
from html import escape

from markdown.extensions.toc import slugify

from wouldblock.project import Project, read_text

LINKED = (  # what a reader who knows Python may not know
    "backlog", "backpressure", "coroutine", "datagram", "deadlock", "descriptor", "edge-triggered", "ephemeral port", "event loop",
    "half-close", "kernel", "level-triggered", "listener", "loopback", "peer", "race condition", "spinning", "system call",
)  # fmt: skip
MOST = 5  # on a page
TERM = re.compile(r"^(\S.*)\n:   (.*(?:\n    .*)*)", re.MULTILINE)
NO_PROSE = ("#", "    ", "|", ":", "?", "!", "<", "`")
APART = re.compile(
    r"(`[^`]*`|\{\{[^}]*\}\}|!?\[[^\]]*\]\([^)]*\)|\*+[^*]+\*+|<[^>]*>)"
)  # code, placeholders, links, and so on


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
    left = {word: definitions[word] for word in LINKED if word in definitions and not re.search(rf"\*{word}s?\*", text)}
    lines, count = text.split("\n"), 0
    for number, line in enumerate(lines):
        if line.startswith(NO_PROSE) or not left or count == MOST:
            continue
        parts = APART.split(line)
        for position in range(0, len(parts), 2):
            for word, (anchor, sentence) in list(left.items()):
                match = re.search(rf"(?<![\w-]){word}s?(?![\w-])", parts[position])
                if match and count < MOST:
                    link = f'[{match[0]}](../glossary.md#{anchor} "{escape(sentence)}")'
                    parts[position] = f"{parts[position][: match.start()]}{link}{parts[position][match.end() :]}"
                    del left[word]
                    count += 1
                    break
        lines[number] = "".join(parts)
    return "\n".join(lines)

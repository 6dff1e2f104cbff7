"""The article's own words: what stands in quotation marks as its words stands in it, word for word.

The article is not part of the project, so `quotations.txt` keeps a fingerprint of each phrase that was found in it.
After a new quotation, with the article (or the annotated copy of it) as a text file: `PYTHONPATH=. python tests/rules/quotations.py FILE`.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from wouldblock.project import ROOT, shown_path

FINGERPRINTS = Path(__file__).with_suffix(".txt")
SAYS = re.compile(r"^The article says: (.*)", re.MULTILINE)
STANDS = re.compile(r"^## Where the article stands\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`]*`|<[^>]*>")
ANNOTATION = re.compile("\uff08[^\uff08\uff09]*\uff09")  # in the wide parentheses of Chinese


def quoted(docs: Path) -> Iterator[tuple[Path, str]]:
    """Each phrase in quotation marks where a page says what the article says, with the page; a gap divides a phrase in two."""
    for page in sorted(docs.rglob("*.md")):
        text = page.read_text("utf-8")
        for said in [*SAYS.findall(text), *STANDS.findall(text)]:
            words = CODE.sub(lambda code: code[0].replace('"', ""), said)
            for phrase in re.findall(r'"([^"]+)"', words):
                yield from ((page, part) for part in phrase.split(" … "))


def normalized(text: str) -> str:
    """The words, without marks of Markdown, links, notes of a reader, and what typesetting makes of quotation marks and dashes."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", ANNOTATION.sub("", text))
    text = re.sub(r"[*`_]", "", text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}))
    return " ".join(text.split()).lower().strip(" .,?")


def fingerprint(phrase: str) -> str:
    return hashlib.sha256(normalized(phrase).encode()).hexdigest()[:16]


def without_fingerprint(docs: Path) -> list[str]:
    """Each phrase that nobody has found in the article, as a sentence."""
    known = FINGERPRINTS.read_text("utf-8").split()
    return [
        f"{shown_path(page)}: {phrase!r} is no quotation that was found in the article; say it without quotation marks, "
        "or record it: PYTHONPATH=. python tests/rules/quotations.py FILE"
        for page, phrase in quoted(docs)
        if fingerprint(phrase) not in known
    ]


def unused(docs: Path) -> set[str]:
    """Fingerprints of phrases that no page quotes any more."""
    return set(FINGERPRINTS.read_text("utf-8").split()) - {fingerprint(phrase) for _, phrase in quoted(docs)}


def main() -> int:
    if len(sys.argv) != 2:
        print("name the file with the article: PYTHONPATH=. python tests/rules/quotations.py FILE", file=sys.stderr)
        return 2
    article = normalized(Path(sys.argv[1]).read_text("utf-8"))
    kept, lost = set(), []
    for page, phrase in quoted(ROOT / "docs"):
        if re.search(rf"(?<!\w){re.escape(normalized(phrase))}(?!\w)", article):
            kept.add(fingerprint(phrase))
        else:
            lost.append(f"{shown_path(page)}: not in the article: {phrase!r}")
    FINGERPRINTS.write_text("".join(f"{line}\n" for line in sorted(kept)), "utf-8")
    print(f"{len(kept)} phrases were found in the article", *lost, sep="\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

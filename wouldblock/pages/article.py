"""The article from which the site grew: its link where a page first names it, what a page says of it, and the verdicts."""

import re
from textwrap import indent

from wouldblock.pages import prose

ADDRESS = "https://luminousmen.com/post/asynchronous-programming-blocking-and-non-blocking"
NAMED = re.compile(r"(?<![\w\[])[Tt]he article(?:'s)?(?![\w\]])")
STANDS = re.compile(r"^## Where the article stands *\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
VERDICT = re.compile(r"^Verdict: \*\*(.+?)\*\*", re.MULTILINE)
ROW = re.compile(r"^### (\d+)\. .*\{ #(claim-\d+) \}\n(?:(?!^### ).*\n)*?Verdict: \*\*(.+?)\*\*", re.MULTILINE)
SIGNS = {  # a shape and a color for each verdict
    "true": "✓", "true with a condition": "◑", "outdated": "◷", "fragile": "◇", "misleading": "≈", "gap": "○", "wrong": "✗",
}  # fmt: skip


def named(text: str) -> str:
    """The text of a page with a link at the first place of its prose where it names the article."""
    if ADDRESS in text:
        return text
    left = 1

    def link(piece: str) -> str:
        nonlocal left
        piece, count = NAMED.subn(rf"[\g<0>]({ADDRESS})", piece, count=left) if left else (piece, 0)
        left -= count
        return piece

    return prose.replaced(text, link)


def folded(text: str) -> str:
    """The section about the article as a quiet fold at the end of the page."""
    return STANDS.sub(lambda match: f'??? article "Where the article stands"\n\n{_indented(match[1])}\n\n', text)


def verdicts(text: str) -> str:
    """The ledger with a sign for each verdict, and an overview of the rows by verdict below its introduction."""
    rows = ROW.findall(text)
    lines = ["| Verdict | Rows |", "|---|---|"]
    for verdict in SIGNS:
        links = ", ".join(
            f"[{number}](#{anchor})" for number, anchor, verdict_of_row in rows if verdict_of_row == verdict
        )
        if links:
            lines.append(f"| {_marked(verdict)} | {links} |")
    first = text.index("\n## ")
    text = f"{text[:first]}\n## All verdicts\n\n" + "\n".join(lines) + f"\n{text[first:]}"
    return VERDICT.sub(lambda match: f"Verdict: {_marked(match[1])}", text)


def _marked(verdict: str) -> str:
    name = verdict.partition(" with")[0] + ("-if" if "condition" in verdict else "")
    return (
        f'<strong class="wb-v wb-v-{name}"><span aria-hidden="true">{SIGNS.get(verdict, "")}</span> {verdict}</strong>'
    )


def _indented(text: str) -> str:
    return indent(text.strip(), "    ")

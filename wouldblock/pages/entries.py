"""The entries of the index of errors: on the page, cause and cure come first, and the numbers of the systems after them."""

import re

ENTRY = re.compile(r"^(### [^\n]*\n+)((?:\|[^\n]*\n)+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
LABEL = re.compile(r"^(Cause|Cure|Raised by|Recorded in): ", re.MULTILINE)


def cure_first(text: str) -> str:
    """The text of the index with each table below the text of its entry, and the labels in bold."""
    text = ENTRY.sub(lambda match: f"{match[1]}{match[3].rstrip()}\n\n{match[2]}\n", text)
    return LABEL.sub(r"**\1:** ", text)

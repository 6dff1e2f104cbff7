"""The prose of a page: its text apart from headings, folds, tables, directives, code, links, emphasis and markup."""

import re
from collections.abc import Callable

NO_PROSE = ("#", "    ", "|", ":", "?", "!", "<", "`")  # how lines begin that hold none
APART = re.compile(r"(`[^`]*`|\{\{[^}]*\}\}|!?\[[^\]]*\]\([^)]*\)|\*+[^*]+\*+|<[^>]*>)")


def replaced(text: str, replace: Callable[[str], str]) -> str:
    """The Markdown of a page with each piece of its prose, from top to bottom, passed through `replace`."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.startswith(NO_PROSE):
            parts = APART.split(line)
            parts[::2] = map(replace, parts[::2])
            lines[number] = "".join(parts)
    return "\n".join(lines)

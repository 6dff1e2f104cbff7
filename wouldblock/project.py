"""Where things lie, the one error that is told to an author, and how a message names a path or a near word."""

import difflib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
SNIPPETS = ROOT / "snippets"
DOCS = ROOT / "docs"


class ProjectError(Exception):
    """A sentence for the author: which file is wrong, and what mends it."""


def shown_path(path: Path) -> str:
    """A path as messages show it: from the project's folder on where it lies in there."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return path.as_posix()


def close_to(word: str, words: Iterable[str]) -> str:
    """A hint for a mistyped word, or nothing."""
    matches = difflib.get_close_matches(word, list(words), 1)
    return f"; did you mean {matches[0]!r}?" if matches else ""

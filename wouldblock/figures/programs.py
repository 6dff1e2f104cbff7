"""The programs that a measurement ran: which they were, and which of them are others today."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from wouldblock.figures.data import Figures
from wouldblock.project import SNIPPETS
from wouldblock.scenario.program import read_program


def fingerprints(programs: Iterable[Path]) -> dict[str, str]:
    """The fingerprint of each program of `snippets/`, by its path there."""
    return {path.relative_to(SNIPPETS).as_posix(): _fingerprint(path) for path in programs}


def changed(figures: Figures) -> list[str]:
    """The programs that have changed, or are not there any more, since they were measured, by their paths in `snippets/`."""
    return [
        name for name, before in figures.table.get("programs", {}).items() if _fingerprint(SNIPPETS / name) != before
    ]


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(read_program(path).encode()).hexdigest() if path.is_file() else ""

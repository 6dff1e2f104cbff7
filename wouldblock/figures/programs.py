"""The programs that a measurement ran: which they were, and which of them are others today."""

from collections.abc import Iterable
from pathlib import Path

from wouldblock.figures.data import Figures
from wouldblock.project import SNIPPETS
from wouldblock.scenario.program import fingerprint


def fingerprints(programs: Iterable[Path]) -> dict[str, str]:
    """The fingerprint of each program of `snippets/`, by its path there."""
    return {path.relative_to(SNIPPETS).as_posix(): fingerprint(path) for path in programs}


def changed(figures: Figures) -> list[str]:
    """The programs that have changed, or are not there any more, since they were measured, by their paths in `snippets/`."""
    measured = [(SNIPPETS / name, name, before) for name, before in figures.table.get("programs", {}).items()]
    return [name for path, name, before in measured if not path.is_file() or fingerprint(path) != before]

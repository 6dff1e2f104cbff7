"""One page as its author wrote it: where it lies, and how a mistake in it is told."""

import logging
from dataclasses import dataclass
from pathlib import Path

from wouldblock.project import HERE, Project

log = logging.getLogger("mkdocs.wouldblock")  # MkDocs counts the warnings of loggers below its own


@dataclass(frozen=True)
class SourcePage:
    """A page of a project; `name` is its path in docs/, such as blocking/timeouts.md."""

    project: Project
    name: str

    @property
    def file(self) -> Path:
        """The file that an author edits."""
        return self.project.docs / self.name

    def warn(self, sentence: str) -> str:
        """Warn about something on this page, which ends a strict build; gives what the page shows in its place."""
        log.warning(f"docs/{self.name}: {sentence}")
        return f"**{sentence}**"


UNKNOWN = SourcePage(HERE, "a page")  # where nothing tells which page is being built

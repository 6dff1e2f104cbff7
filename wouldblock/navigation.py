"""The navigation in mkdocs.yml, as text: which line lists which page, and in which chapter.

It is read without YAML, so that a line can be named, and so that `nox -s new` needs nothing but Python.
"""

import re
from dataclasses import dataclass

from wouldblock.project import Project, ProjectError, close_to, read_text

SECTION = re.compile(r"^nav:[ \t]*\n((?:[ \t#-].*\n|\n)*)", re.MULTILINE)
ENTRY = re.compile(r"( *)- (?:[^#]*: )?[\"']?([\w./-]+\.(?:md|py|ipynb))[\"']? *(?:#.*)?$")


@dataclass(frozen=True)
class Entry:
    """A line of the navigation; `line` counts from 1, `page` is a path in docs/, `indent` the spaces before the line's text."""

    line: int
    indent: str
    page: str

    @property
    def chapter(self) -> str:
        """The folder of the page, '' for one that lies beside the chapters."""
        return self.page.rpartition("/")[0]


def entries(settings: str) -> list[Entry]:
    """Each page that the text of mkdocs.yml lists below `nav`, from top to bottom."""
    section = SECTION.search(settings if settings.endswith("\n") else settings + "\n")
    if not section:
        return []
    first = settings.count("\n", 0, section.start(1)) + 1
    matches = enumerate(map(ENTRY.match, section[1].splitlines()), first)
    return [Entry(line, match[1], match[2]) for line, match in matches if match]


def chapters(settings: str) -> list[str]:
    """The folders of the chapters, in the order of the navigation."""
    return list(dict.fromkeys(entry.chapter for entry in entries(settings) if entry.chapter))


def check(project: Project) -> None:
    """Raise ProjectError for the first line of the navigation that lists a page twice, or one that is not there."""
    listed: dict[str, Entry] = {}
    names = [path.relative_to(project.docs).as_posix() for path in project.docs.rglob("*.*")]
    for entry in entries(read_text(project.settings)):
        if first := listed.get(entry.page):
            raise ProjectError(
                f"mkdocs.yml:{entry.line}: 'nav' lists {entry.page} a second time, first in line {first.line}; delete one of them"
            )
        listed[entry.page] = entry
        if not (project.docs / entry.page).exists():
            raise ProjectError(
                f"mkdocs.yml:{entry.line}: 'nav' lists docs/{entry.page}, which is not there{close_to(entry.page, names)}"
                f"{'' if close_to(entry.page, names) else '; write the page, or delete this line'}"
            )


def with_page(settings: str, chapter: str, page: str) -> str:
    """Add a page at the end of its chapter; raises ProjectError where the navigation has no such chapter."""
    own = [entry for entry in entries(settings) if entry.chapter == chapter]
    if not own:
        raise ProjectError(
            f"mkdocs.yml has no chapter {chapter!r} in its navigation{close_to(chapter, chapters(settings))}; "
            f"there are: {', '.join(chapters(settings))}"
        )
    lines = settings.splitlines(keepends=True)
    lines.insert(own[-1].line, f"{own[-1].indent}- {chapter}/{page}.md\n")
    return "".join(lines)

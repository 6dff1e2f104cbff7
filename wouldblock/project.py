"""Where things lie, the one error that is told to an author, and how a message names a path or a near word."""

import codecs
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "mkdocs.yml"
NAME = re.compile(r"[a-z][a-z0-9_]*")  # of a chapter, a page, a scenario, a program: the same on every system
NAME_RULE = "has to be of small letters, digits and _, and begin with a letter"
LEFT_BY_A_MERGE = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class ProjectError(Exception):
    """A sentence for the author: which file is wrong, and what mends it."""


@dataclass(frozen=True)
class Project:
    """A folder with pages, programs and settings: this one, or a small one that a test has made."""

    root: Path

    @property
    def docs(self) -> Path:
        """The pages, one folder a chapter."""
        return self.root / "docs"

    @property
    def snippets(self) -> Path:
        """The programs, the same chapters."""
        return self.root / "snippets"

    @property
    def settings(self) -> Path:
        """The settings of the site, with its navigation."""
        return self.root / SETTINGS

    @property
    def runs(self) -> Path:
        """On what the scenarios have passed, see scenario/passed.py."""
        return self.root / "build" / "runs"

    @property
    def kept_outputs(self) -> Path:
        """What the cells of notebooks printed and drew, see site/notebooks.py."""
        return self.root / "build" / "notebooks"

    @property
    def kept_stylesheet(self) -> Path:
        """The stylesheet of the last build, see site/finish/stylesheet.py."""
        return self.root / "build" / "stylesheet"

    @property
    def kept_templates(self) -> Path:
        """The theme's templates as Jinja compiles them, which it does again where one has changed."""
        return self.root / "build" / "templates"

    @property
    def lab(self) -> Path:
        """The machine that runs programs in the reader's browser, see lab/; a folder that is there once it was built."""
        return self.root / "build" / "lab" / "site"


HERE = Project(Path(__file__).parent.parent)
ROOT, SNIPPETS, DOCS = HERE.root, HERE.snippets, HERE.docs


def shown_path(path: Path) -> str:
    """A path as messages show it: from the folder of its project on, which is the nearest one that has settings."""
    absolute = path.absolute()  # does not follow a link, which is what a message may be about
    for folder in (ROOT, *absolute.parents):
        if absolute.is_relative_to(folder) and (folder / SETTINGS).exists():
            return absolute.relative_to(folder).as_posix()
    return path.as_posix()


def close_to(word: str, words: Iterable[str]) -> str:
    """A hint for a mistyped word, or nothing."""
    matches = difflib.get_close_matches(word, list(words), 1)
    return f"; did you mean {matches[0]!r}?" if matches else ""


def check_name(path: Path) -> None:
    """Raise ProjectError unless a chapter, a page, a scenario or a program has a name that every system takes as it is."""
    name = path.name if path.is_dir() else path.stem
    if not NAME.fullmatch(name):
        raise ProjectError(f"{shown_path(path)}: the name {name!r} {NAME_RULE}; rename it to {plain_name(name)!r}")


def plain_name(name: str) -> str:
    """A name like this one that keeps the rule: my_page for My-Page."""
    letters = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return letters if NAME.fullmatch(letters) else f"page_{letters}".rstrip("_")


def check_kind(path: Path) -> None:
    """Raise ProjectError where a file that authors write is a link, which Windows and zip files lose, or a folder."""
    if path.is_symlink():
        target = path.readlink()
        raise ProjectError(
            f"{shown_path(path)} is a link to {target}; put a copy in its place, for not every system has links"
        )
    if path.is_dir():
        raise ProjectError(f"{shown_path(path)} is a folder, but has to be a file; rename it or delete it")


def read_text(path: Path) -> str:
    """The text of a file that authors write, with line ends as the site shows them.

    Raises ProjectError where it is no file, or not plain text in UTF-8, or where a merge has left its marks.
    """
    check_kind(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{shown_path(path)} can't be read, {error.strerror}; see that it is there and yours to read"
        ) from None
    if spoiled := _spoiled(content):
        line, sentence = spoiled
        raise ProjectError(f"{shown_path(path)}{f':{line}' if line else ''} {sentence}")
    return content.decode("utf-8").replace("\r\n", "\n")


def _spoiled(content: bytes) -> tuple[int | None, str] | None:
    """What is wrong with a text's bytes, and in which line, or in all of it; None if all is well."""
    if content.startswith(UTF_16):
        return None, "is written in UTF-16; save it as UTF-8"
    if content.startswith(codecs.BOM_UTF8):
        return None, "begins with a byte order mark; save it as UTF-8 without one"
    if b"\0" in content:
        return _line(content, content.index(0)), "holds a byte 0, which no text has; delete it"
    if mark := LEFT_BY_A_MERGE.search(content):
        left = mark[0].decode().strip()
        sentence = f"holds what a merge has left ({left}); choose between the two texts and delete the marks"
        return _line(content, mark.start()), sentence
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _line(content, error.start), "is not written in UTF-8; save it as UTF-8"
    return None


def _line(content: bytes, position: int) -> int:
    """The number of the line, from 1, of a byte."""
    return content.count(b"\n", 0, position) + 1

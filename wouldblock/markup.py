"""What is special in the text of a page: its front matter, and the directives by which it shows programs and records.

    ---
    title: A page
    description: What it is about.
    ---

    ::: scenario blocking/one_at_a_time
        highlight server.py: listener.accept()

A notebook, a Python file in percent format, has its front matter in comments. This is the one place that reads either.
"""

import functools
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from wouldblock.project import ProjectError, read_text, shown_path

DIRECTIVE = re.compile(r"( *)::: (\w+) (\S+) *$")
OPTION = re.compile(r"(\w+)(?: (\S+))?: (.+?) *$")
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n+|\Z)", re.DOTALL)
Options = list[tuple[str, str | None, str]]


@dataclass(frozen=True)
class Directive:
    """`::: form name` with the lines of options below it, as they stand there."""

    kind: str
    name: str
    options: tuple[str, ...] = ()

    @property
    def parsed_options(self) -> Options:
        """Each option as its key, the program that it names or None, and its text; raises ProjectError."""
        return [parse_option(option) for option in self.options]


def parse_option(text: str) -> tuple[str, str | None, str]:
    """Split `highlight server.py: text` into its key, its program or None, and its text."""
    if not (match := OPTION.match(text)):
        raise ProjectError(f"the option {text!r} is not of the form 'key: text'")
    return match[1], match[2], match[3]


def directives(text: str) -> list[Directive]:
    """All directives of a page's text, from top to bottom."""
    return [part for part, _ in _parts(text.splitlines()) if isinstance(part, Directive)]


def expanded(text: str, expand: Callable[[Directive], str]) -> str:
    """The text of a page with each directive replaced by what `expand` makes of it, indented as the directive was."""
    lines: list[str] = []
    for part, indent in _parts(text.splitlines()):
        if isinstance(part, Directive):
            lines += textwrap.indent(expand(part), indent).splitlines()
        else:
            lines.append(part)
    return "\n".join(lines)


def _parts(lines: Iterable[str]) -> Iterator[tuple[str | Directive, str]]:
    """Each line, or a directive with its options in place of their lines; and how far a directive is indented."""
    left = list(lines)
    number = 0
    while number < len(left):
        match = DIRECTIVE.match(left[number])
        if not match:
            yield left[number], ""
            number += 1
            continue
        indent, kind, name = match.groups()
        below = takewhile(lambda line: line.startswith(f"{indent}    ") and line.strip(), left[number + 1 :])  # noqa: B023
        options = tuple(line.strip() for line in below)
        yield Directive(kind, name, options), indent
        number += 1 + len(options)


def without_front_matter(text: str) -> str:
    """The text of a page in Markdown below its front matter."""
    return FRONT_MATTER.sub("", text, count=1)


def front_matter(path: Path) -> dict[str, object]:
    """The keys and values of a page's front matter, or of a notebook's; nothing where there is none.

    Raises ProjectError where it is not valid YAML, or no table of keys and values.
    """
    return dict(_fields(path, read_text(path)))


@functools.lru_cache(maxsize=512)  # lists and maps of pages ask for each page several times
def _fields(path: Path, text: str) -> dict[str, object]:
    import yaml  # the tests of programs do without

    if path.suffix == ".py":
        text = uncommented("".join(takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True))))
    header = FRONT_MATTER.match(text)
    if not header:
        if text.startswith("---\n"):
            raise ProjectError(f"{shown_path(path)}:1: the front matter has no end; write '---' below its last line")
        return {}
    try:
        fields = yaml.load(header[1] or "", getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        reason = getattr(error, "problem", None) or "it can't be read"
        raise ProjectError(
            f"{shown_path(path)}:{line}: the front matter is not valid YAML, {reason}; "
            "put a text with a colon or another sign into quotes"
        ) from None
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise ProjectError(f"{shown_path(path)}:2: the front matter is no list of keys and values; write 'title: …'")
    for key in ("title", "description"):
        if key in fields and not isinstance(fields[key], str):
            raise ProjectError(
                f"{shown_path(path)}: {key!r} in the front matter is {fields[key]!r}, but has to be a text; put it into quotes"
            )
    return fields


def uncommented(text: str) -> str:
    """A text that stands in the comments of a notebook."""
    return re.sub(r"^# ?", "", text, flags=re.MULTILINE)

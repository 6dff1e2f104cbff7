"""Find parts of a program by what stands there, never by a line number."""

import ast
import textwrap
from pathlib import Path

from wouldblock.project import ProjectError, shown_path
from wouldblock.scenario.program import read_program

KINDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def definition(path: Path, name: str) -> str:
    """The source of a function or class, `serve` or `Server.serve`, with its decorators; raises ProjectError."""
    source = read_program(path)
    nodes: list[ast.AST] = [ast.parse(source, path.name)]
    for part in name.split("."):
        inner = [child for node in nodes for child in ast.walk(node) if child is not node]
        nodes = [child for child in inner if isinstance(child, KINDS) and child.name == part]
    node = nodes[0] if nodes else None
    if len(nodes) != 1 or not isinstance(node, KINDS):
        raise ProjectError(
            f"{shown_path(path)}: an excerpt needs one definition of {name!r}, but there are {len(nodes)}"
        )
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines, last = source.splitlines(), node.end_lineno or node.lineno
    while last < len(lines) and lines[last].lstrip().startswith("#>"):
        last += 1  # output of a print on the last line
    return _cut(lines, first - 1, last)


def passage(path: Path, start: str, end: str | None = None) -> str:
    """The lines from the only one with the text `start` to the first from there with `end`; raises ProjectError."""
    lines = read_program(path).splitlines()
    numbers = [number for number, line in enumerate(lines) if start in line]
    if len(numbers) != 1:
        raise ProjectError(
            f"{shown_path(path)}: 'from' needs a text of exactly one line, but {len(numbers)} contain {start!r}"
        )
    if end is None:
        return _cut(lines, numbers[0], numbers[0] + 1)
    for number in range(numbers[0], len(lines)):
        if end in lines[number]:
            return _cut(lines, numbers[0], number + 1)
    raise ProjectError(
        f"{shown_path(path)}: 'to' needs a text that stands there, but no line from {start!r} on contains {end!r}"
    )


def lines_with(code: str, text: str, path: Path) -> list[int]:
    """The numbers, from 1, of the lines that contain a text; raises ProjectError if there is none."""
    numbers = [number for number, line in enumerate(code.splitlines(), 1) if text in line]
    if not numbers:
        raise ProjectError(
            f"{shown_path(path)}: a highlight needs a text that stands there, but no line shown contains {text!r}"
        )
    return numbers


def _cut(lines: list[str], first: int, last: int) -> str:
    return textwrap.dedent("\n".join(lines[first:last])) + "\n"

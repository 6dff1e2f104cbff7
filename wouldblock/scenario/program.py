"""One program of a scenario: its text, the lines of output that it shows, whether it is a server."""

import ast
import functools
import hashlib
import re
import sys
from pathlib import Path

from wouldblock.project import ProjectError, read_text, shown_path
from wouldblock.scenario import c_program

ADDRESS = ("127.0.0.1", 12345)  # shared by all programs that meet in two terminals
OUTPUT = re.compile(r" *#>(?: (.*))?$")


def is_server(program: str | Path) -> bool:
    """Whether a program, going by its name, waits for the others and is ended by Ctrl-C."""
    return Path(program).name.startswith("server")


def read_program(path: Path) -> str:
    """A program's text, with line ends as the site shows them; raises ProjectError where it is no plain text."""
    return read_text(path)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a program's text, with line ends as the site shows them; raises ProjectError as `read_program` does."""
    return hashlib.sha256(read_program(path).encode()).hexdigest()


def parse(path: Path) -> ast.Module:
    """The syntax tree of a program in Python; raises ProjectError with the line that this Python does not take."""
    source = read_program(path)
    try:
        return _parsed(source)
    except (SyntaxError, ValueError) as error:
        line, reason = (error.lineno, error.msg) if isinstance(error, SyntaxError) else (1, str(error))
        version = "{}.{}".format(*sys.version_info)
        raise ProjectError(
            f"{shown_path(path)}:{line}: Python {version} can't read this line, {reason}; mend it, "
            "or declare in 'python' which versions can"
        ) from None


@functools.lru_cache(maxsize=1024)  # by the text: nothing parses a program twice
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def shown_lines(path: Path) -> list[str]:
    """All lines of output that a program shows, whether or not this Python can read it."""
    lines = map(OUTPUT.match, read_program(path).splitlines())
    return [] if c_program.is_c(path) else [line[1] or "" for line in lines if line]


def shown_output(path: Path) -> dict[int, list[str]]:
    """Read the `#>` lines of a program: {line of the print: [text, …]}; raises ProjectError for one below no print.

    A program in C shows none.
    """
    if c_program.is_c(path):
        return {}
    last_lines = {
        node.end_lineno: node.lineno
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    shown: dict[int, list[str]] = {line: [] for line in sorted(last_lines.values())}
    print_line = None
    for number, text in enumerate(read_program(path).splitlines(), 1):
        if output := OUTPUT.match(text):
            if print_line is None:
                raise ProjectError(f"{shown_path(path)}:{number}: this #> line stands below no print; delete it")
            shown[print_line].append(output[1] or "")
        else:
            print_line = last_lines.get(number)
    return shown

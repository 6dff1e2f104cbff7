"""One program of a scenario: its text, the lines of output that it shows, whether it is a server."""

import ast
import re
from pathlib import Path

from wouldblock.project import ProjectError, shown_path
from wouldblock.scenario import c_program

ADDRESS = ("127.0.0.1", 12345)  # shared by all programs that meet in two terminals


def is_server(program: str | Path) -> bool:
    """Whether a program, going by its name, waits for the others and is ended by Ctrl-C."""
    return Path(program).name.startswith("server")


def read_program(path: Path) -> str:
    """A program's text, with line ends as the site shows them."""
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def shown_output(path: Path) -> dict[int, list[str]]:
    """Read the `#>` lines of a program: {line of the print: [text, …]}; raises ProjectError for one below no print.

    A program in C shows none.
    """
    if c_program.is_c(path):
        return {}
    source = read_program(path)
    last_lines = {
        node.end_lineno: node.lineno
        for node in ast.walk(ast.parse(source, path.name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    shown: dict[int, list[str]] = {line: [] for line in sorted(last_lines.values())}
    print_line = None
    for number, text in enumerate(source.splitlines(), 1):
        if comment := re.match(r" *#>(?: (.*))?$", text):
            if print_line is None:
                raise ProjectError(f"{shown_path(path)}:{number}: this #> line stands below no print; delete it")
            shown[print_line].append(comment[1] or "")
        else:
            print_line = last_lines.get(number)
    return shown

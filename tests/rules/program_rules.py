"""What a published program has to look like, beyond that it runs."""

import ast
import re
import sys
from pathlib import Path

from wouldblock.project import shown_path
from wouldblock.scenario import c_program
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import parse, read_program

LINES, LINES_OF_C = range(10, 46), range(10, 61)
COLUMNS = 72
NUMBER = re.compile(r"-?\d[\d.,_]*")
OTHER_HOSTS = re.compile(r"localhost|gethostname|getfqdn|0\.0\.0\.0|\"::|'::")
ABOUT_ADDRESSES = {"which_address.py"}  # other addresses are what it is about


def problems(program: Path, *, readable: bool = True) -> list[str]:
    """Everything in which one program breaks the contract, as sentences.

    `readable` is false where it is written for other Pythons than this one, which may not read its syntax.
    """
    source = read_program(program)
    lines = source.splitlines()
    allowed = LINES_OF_C if c_program.is_c(program) else LINES
    sentences = [
        f"line {number} has {len(line)} columns; {COLUMNS} are the limit"
        for number, line in enumerate(lines, 1)
        if len(line) > COLUMNS
    ]
    if len(lines) not in allowed:
        sentences.append(f"has {len(lines)} lines; write {allowed.start} to {allowed.stop - 1}, or split the program")
    if not source.endswith("\n") or source.endswith("\n\n"):
        sentences.append("has to end with exactly one line end")
    if (host := OTHER_HOSTS.search(source)) and program.name not in ABOUT_ADDRESSES:
        sentences.append(f"names {host[0]!r}; use 127.0.0.1 only")
    if readable and not c_program.is_c(program):
        for node in ast.walk(parse(program)):
            sentences += _problems_of(node)
    return [f"{shown_path(program)} {problem}" for problem in sentences]


def problems_together(scenario: Scenario) -> list[str]:
    """Everything in which the programs of a scenario and its declaration do not fit together, as sentences."""
    shown, where, problems = scenario.shown_lines, shown_path(scenario.declaration), []
    if not shown:
        problems.append(f"{scenario.name} prints nothing, so nothing of it is proved; print what the page says")
    for pattern in scenario.varies:
        numbers = [match[0] for line in shown for match in re.finditer(pattern, line)]
        if not numbers:
            problems.append(f"{where}: {pattern!r} matches no line that is shown; delete it, or refresh the output")
        problems += [
            f"{where}: {pattern!r} hides {text!r}, which is no number" for text in numbers if not NUMBER.fullmatch(text)
        ]
    return problems


def _problems_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [_foreign(name.name) for name in names if _foreign(name.name)]
        case ast.ImportFrom(module=str(module)) if _foreign(module):
            return [_foreign(module)]
        case ast.ExceptHandler(type=None):
            return [f"line {node.lineno} has a bare except; name the exception"]
        case ast.Assert() if any(isinstance(child, ast.Call) for child in ast.walk(node)):
            return [f"line {node.lineno} calls something in an assert, which 'python -O' leaves out; call it outside"]
        case ast.Call(func=ast.Name(id="print"), keywords=keywords) if {keyword.arg for keyword in keywords} & {
            "end",
            "file",
        }:
            return [f"line {node.lineno} prints with end= or file=, which the page can't show; print whole lines"]
    return []


def _foreign(module: str) -> str:
    known = module.partition(".")[0] in sys.stdlib_module_names
    return "" if known else f"imports {module}, which is not in the standard library; readers have nothing else"

"""What `::: scenario` and `::: excerpt` become: badges, programs in tabs, terminals, downloads."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from wouldblock.markup import Directive
from wouldblock.pages import run_card
from wouldblock.project import Project, ProjectError
from wouldblock.scenario import c_program, excerpt, passed
from wouldblock.scenario.declaration import SYSTEMS
from wouldblock.scenario.model import Scenario, by_name
from wouldblock.scenario.passed import Pass
from wouldblock.scenario.program import read_program


def whole_scenario(project: Project, directive: Directive) -> str:
    """Expand a whole scenario; `shows: server.py` leaves out its other programs, which stand elsewhere on the page."""
    scenario = by_name(directive.name, project.snippets)
    programs = shown_programs(scenario, directive)
    files = [path.name for path in programs]
    marks: dict[str, list[str]] = {file: [] for file in files}
    for key, file, text in directive.parsed_options:
        if key == "shows":
            continue
        if key != "highlight" or (file and file not in marks):
            allowed = " or ".join(f"'highlight {name}: text'" for name in files)
            raise ProjectError(f"a scenario takes {allowed}, or 'shows: {files[0]}', not '{key} {file or ''}: {text}'")
        marks[file or files[0]].append(text)
    blocks = []
    for path in programs:
        code = read_program(path)
        lines = sorted({line for text in marks[path.name] for line in excerpt.lines_with(code, text, path)})
        blocks.append(fence(code, path.name, lines, scenario.address(path), language(path)))
    if len(files) > 1:
        blocks = [
            f'=== "{file}"\n\n{textwrap.indent(block, "    ")}' for file, block in zip(files, blocks, strict=True)
        ]
    parts = [
        f'<div class="wb-scenario{" wb-pair" if len(files) == 2 else ""}" markdown>\n',
        badges(scenario, passed.seen(scenario, project.runs)),
        *blocks,
        terminals(scenario, is_first=len(programs) == len(scenario.programs)),
        run_card.card(project, scenario),
        downloads(scenario),
        "</div>\n",
    ]
    return "\n".join(parts)


def shown_programs(scenario: Scenario, directive: Directive) -> list[Path]:
    """The programs of a scenario that a page shows there: all, or those that its options name."""
    named = [text for key, _, text in directive.parsed_options if key == "shows"]
    names = {path.name for path in scenario.programs}
    if lost := set(named) - names:
        raise ProjectError(f"there is no program {min(lost)} in {scenario.name}; there are: {', '.join(sorted(names))}")
    return [path for path in scenario.programs if not named or path.name in named]


def excerpt_of(project: Project, directive: Directive) -> str:
    """Expand a part of a program, named as `chapter/name/server.py` or `chapter/name.py`."""
    path, code = part_of_program(project, directive)
    marks = [text for key, _, text in directive.parsed_options if key == "highlight"]
    lines = sorted({line for text in marks for line in excerpt.lines_with(code, text, path)})
    return fence(code, f"from {directive.name}", lines) + "\n"


def part_of_program(project: Project, directive: Directive) -> tuple[Path, str]:
    """The program that an excerpt names, and the part of it that the options choose."""
    path = project.snippets / directive.name
    if not path.is_file() or path.suffix != ".py":
        raise ProjectError(f"there is no program snippets/{directive.name}")
    given = {key: text for key, _, text in directive.parsed_options}
    if unknown := set(given) - {"definition", "from", "to", "highlight"}:
        raise ProjectError(f"an excerpt takes 'definition', 'from', 'to' and 'highlight', not {min(unknown)!r}")
    if ("definition" in given) == ("from" in given) or ("to" in given and "from" not in given):
        raise ProjectError("an excerpt takes either 'definition: name' or 'from: text' with 'to: text'")
    if "definition" in given:
        return path, excerpt.definition(path, given["definition"])
    return path, excerpt.passage(path, given["from"], given.get("to"))


def language(program: Path) -> str:
    """The name by which Pygments knows the language of a program."""
    return "c" if c_program.is_c(program) else "python"


def fence(code: str, title: str, highlighted: list[int], program: str = "", language: str = "python") -> str:
    """A block of code in the Markdown of Material; `program` names the file of which it shows every byte."""
    attributes = [f".{language}", f'title="{title}"']
    if highlighted:
        attributes.append(f'hl_lines="{" ".join(map(str, highlighted))}"')
    if program:
        attributes.append(f'data-program="{program}"')
    return f"``` {{ {' '.join(attributes)} }}\n{code}```\n"


def badges(scenario: Scenario, passes: list[Pass]) -> str:
    """What the declaration promises and what the tests have seen, in the same words for reader and test."""
    items = [
        f'<li class="wb-badge wb-{kind}"><b>{escape(title)}</b> {text}</li>'
        for kind, title, text in promises(scenario, passes)
    ]
    return "\n".join(['<ul class="wb-badges" aria-label="About these programs">', *items, "</ul>\n"])


def promises(scenario: Scenario, passes: list[Pass]) -> Iterator[tuple[str, str, str]]:
    """Each badge: its kind, its title, its text as HTML. `passes` tells where the scenario has passed as it is now."""
    if "exact" in scenario.output and passes:
        yield "exact", "Exact output", "every run prints these lines"
    elif "exact" in scenario.output:
        yield "unseen", "Exact output expected", "every run should print these lines"
    if "any-order" in scenario.output:
        yield "varies", "Any order", "the lines below one print may come in another order"
    if "numbers-vary" in scenario.output:
        yield (
            "varies",
            "Numbers vary",
            f"your run prints its own where a number is marked: {', '.join(varying_lines(scenario))}",
        )
    if scenario.systems != tuple(SYSTEMS):
        yield "limited", f"{_and(SYSTEMS[system] for system in scenario.systems)} only", escape(scenario.why)
    if scenario.python:
        yield "limited", f"Python {scenario.python}", escape(scenario.why)
    if scenario.unavailable:
        yield (
            "limited",
            "Not everywhere",
            f"it ends with <code>{escape(scenario.unavailable)}</code> where the system forbids what it needs",
        )
    for program, status in scenario.exit.items():
        yield (
            "varies",
            f"Exit status {status}" if status >= 0 else f"Killed by signal {-status}",
            f"on purpose: {program}",
        )
    pythons: dict[str, list[str]] = {}
    for where in passes:
        pythons.setdefault(where.system.split()[0], []).append(where.python)
    if passes:
        systems = "; ".join(f"{system} with {_and(versions)}" for system, versions in pythons.items())
        yield "seen", "Passed on", f"{systems}, last on {max(where.date for where in passes)}"
    else:
        yield "unseen", "Not yet run", "this copy of the site was built before its programs ran"


def varying_lines(scenario: Scenario) -> Iterator[str]:
    """For each pattern of numbers that vary, a line that is shown, with these numbers marked."""
    for pattern in scenario.varies:
        if line := next((line for line in scenario.shown_lines if re.search(pattern, line)), None):
            marked = escape(re.sub(pattern, lambda number: f"\0{number[0]}\1", line))
            yield "<code>" + marked.replace("\0", "<mark>").replace("\1", "</mark>") + "</code>"


def terminals(scenario: Scenario, is_first: bool = True) -> str:
    """A terminal line for each start of a program; the first time, how to start them."""
    commands = [name for group in scenario.start for name in group]
    titles = [f"Terminal {number}" for number in range(1, len(commands) + 1)] if len(commands) > 1 else ["Terminal"]
    blocks = [
        fence(f"{to_start(name)}\n", title, [], language="sh") for name, title in zip(commands, titles, strict=True)
    ]
    hint = "Start them in this order, in one folder. Ctrl-C ends a server that waits for more; the `KeyboardInterrupt` that it then shows is normal.\n"
    return "\n".join(
        ['<div class="wb-terminals" markdown>\n', *blocks, hint if len(commands) > 1 and is_first else "", "</div>\n"]
    )


def to_start(program: str) -> str:
    """The command, or the two of a program that is built first."""
    start = c_program.start_command(program)
    return f"{c_program.build_command(program)} && {start}" if c_program.is_c(program) else start


def downloads(scenario: Scenario) -> str:
    """Links to the programs as files, and to all of them as one.

    They are relative, from a page in the folder of a chapter: only MkDocs rewrites those that begin at the root.
    """
    links = [f"[{path.name}](../snippets/{scenario.address(path)}){{ download }}" for path in scenario.programs]
    if len(scenario.programs) > 1:
        links.append(f"[all as a zip file](../snippets/{scenario.name}.zip){{ download }}")
    return f"Download {_and(links)}.\n{{ .wb-downloads }}\n"


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

"""The forms by which a page shows programs, recorded runs and what was observed of servers, as a Python-Markdown extension.

It gives each term of a glossary an anchor, too.

    ::: scenario blocking/one_at_a_time
        highlight server.py: listener.accept()

    ::: excerpt blocking/one_at_a_time/server.py
        definition: serve
        highlight: connection.recv

    ::: picture blocking/one_at_a_time
        blocks server.py: recv until client.py close

    ::: buffers blocking/now_it_blocks

A scenario shows its programs in tabs, what its output promises, how to start it, and its downloads. An excerpt
shows a definition, or the lines `from: text` `to: text`. What `::: observed` shows, wouldblock/systems/shown.py tells. All
expand to the Markdown of Material for MkDocs. A picture is
drawn from the recorded run of a scenario, and its options are statements that the recording has to bear out; a chart of
buffers shows how many bytes the kernel held meanwhile.
What is not found is a warning, which ends a strict build, and a red box on the page.
"""

import logging
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.toc import render_inner_html, slugify, strip_tags, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from wouldblock import compiled, excerpt, figure, figures, runs
from wouldblock.scenario import SNIPPETS, SYSTEMS, Scenario, ScenarioError, by_name, read_program
from wouldblock.systems import shown

log = logging.getLogger("mkdocs.wouldblock")  # MkDocs counts the warnings of loggers below its own
DIRECTIVE = re.compile(r"( *)::: (\w+) (\S+) *$")
OPTION = re.compile(r"(\w+)(?: (\S+))?: (.+?) *$")
BEFORE_HTML_AND_FENCES = 29  # and after what makes white space alike, which would break the mark of stored HTML
AFTER_RAW_HTML = 10
AFTER_ATTRIBUTES_BEFORE_CONTENTS = 7
page = "a page"  # the one that is being built, for messages; MkDocs does not tell an extension


def makeExtension(**_: object) -> Extension:
    return Directives()


class Directives(Extension):
    """Registers them with Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(Expander(md), "wouldblock", BEFORE_HTML_AND_FENCES)
        md.treeprocessors.register(Terms(md), "wouldblock", AFTER_ATTRIBUTES_BEFORE_CONTENTS)
        md.postprocessors.register(Code(md), "wouldblock", AFTER_RAW_HTML)


class Expander(Preprocessor):
    """Replaces each directive of a page by Markdown."""

    def run(self, lines: list[str]) -> list[str]:
        return expanded(figures.replaced("\n".join(lines), warned).splitlines(), self.expand)

    def expand(self, form: str, name: str, options: list[str]) -> str:
        try:
            if form in PICTURES:
                drawn = PICTURES[form](by_name(name), options)
                return self.md.htmlStash.store(drawn) if self.md else drawn  # Markdown need not read it
            if form not in FORMS:
                raise ScenarioError(f"there is no form {form!r}; write one of: {', '.join([*FORMS, *PICTURES])}")
            return FORMS[form](name, [parse_option(option) for option in options])
        except ScenarioError as error:
            log.warning(f"docs/{page}: '::: {form} {name}': {error}")
            return f'!!! danger "This page is broken"\n\n    {error}\n'


def warned(sentence: str) -> str:
    """Warn about a form on the page that is being built; gives what the page shows in its place."""
    log.warning(f"docs/{page}: {sentence}")
    return f"**{sentence}**"


class Terms(Treeprocessor):
    """Gives each term of a definition list an anchor, made as that of a heading, without what stands in parentheses."""

    def run(self, root: Element) -> None:
        used = {element.get("id") for element in root.iter() if element.get("id")}
        for term in root.iter("dt"):
            if not term.get("id"):
                text = unescape(strip_tags(render_inner_html(term, self.md))).partition(" (")[0]
                term.set("id", unique(slugify(text, "-"), used))


class Code(Postprocessor):
    """Marks the lines of output in a program, so that they look unlike its comments; what looks like any text is no element."""

    def run(self, text: str) -> str:
        text = re.sub(r'<span class="[nw]">([^<]*)</span>', r"\1", text)
        return text.replace('<span class="c1">#&gt;', '<span class="c1 wb-out">#&gt;')


def expanded(lines: Iterable[str], expand: Callable[[str, str, list[str]], str]) -> list[str]:
    """The lines of a page with each directive replaced by what `expand` makes of its form, name and options."""
    done, rest = [], list(lines)
    while rest:
        line = rest.pop(0)
        if match := DIRECTIVE.match(line):
            indent, form, name = match.groups()
            options = []
            while rest and rest[0].startswith(f"{indent}    ") and rest[0].strip():
                options.append(rest.pop(0).strip())
            done += textwrap.indent(expand(form, name, options), indent).splitlines()
        else:
            done.append(line)
    return done


def parse_option(text: str) -> tuple[str, str | None, str]:
    """Split `highlight server.py: text` into its key, its program or None, and its text."""
    if not (match := OPTION.match(text)):
        raise ScenarioError(f"the option {text!r} is not of the form 'key: text'")
    return match.groups()


def scenario(name: str, options: list[tuple[str, str | None, str]]) -> str:
    """Expand a whole scenario."""
    found = by_name(name)
    files = [path.name for path in found.programs]
    marks: dict[str, list[str]] = {file: [] for file in files}
    for key, file, text in options:
        if key != "highlight" or (file and file not in marks):
            allowed = " or ".join(f"'highlight {name}: text'" for name in files)
            raise ScenarioError(f"a scenario takes {allowed}, not '{key} {file or ''}: {text}'")
        marks[file or files[0]].append(text)
    blocks = []
    for path in found.programs:
        code = read_program(path)
        lines = sorted({line for text in marks[path.name] for line in excerpt.lines_with(code, text, path)})
        blocks.append(fence(code, path.name, lines, path.relative_to(SNIPPETS).as_posix(), language(path)))
    if len(found.programs) > 1:
        blocks = [
            f'=== "{file}"\n\n{textwrap.indent(block, "    ")}' for file, block in zip(files, blocks, strict=True)
        ]
    parts = [
        '<div class="wb-scenario" markdown>\n',
        badges(found),
        *blocks,
        terminals(found),
        downloads(found),
        "</div>\n",
    ]
    return "\n".join(parts)


def excerpt_of(name: str, options: list[tuple[str, str | None, str]]) -> str:
    """Expand a part of a program, named as `chapter/name/server.py` or `chapter/name.py`."""
    path, code = part_of_program(name, options)
    lines = sorted(
        {line for key, _, text in options if key == "highlight" for line in excerpt.lines_with(code, text, path)}
    )
    return fence(code, f"from {path.name}", lines) + "\n"


def part_of_program(name: str, options: list[tuple[str, str | None, str]]) -> tuple[Path, str]:
    """The program that an excerpt names, and the part of it that the options choose."""
    path = SNIPPETS / name
    if not path.is_file() or path.suffix != ".py":
        raise ScenarioError(f"there is no program snippets/{name}")
    given = {key: text for key, _, text in options}
    if unknown := set(given) - {"definition", "from", "to", "highlight"}:
        raise ScenarioError(f"an excerpt takes 'definition', 'from', 'to' and 'highlight', not {min(unknown)!r}")
    if ("definition" in given) == ("from" in given) or ("to" in given and "from" not in given):
        raise ScenarioError("an excerpt takes either 'definition: name' or 'from: text' with 'to: text'")
    if "definition" in given:
        return path, excerpt.definition(path, given["definition"])
    return path, excerpt.passage(path, given["from"], given.get("to"))


def observed(name: str, options: list[tuple[str, str | None, str]]) -> str:
    """Expand what was observed of real servers, see wouldblock/systems/shown.py."""
    return shown.expand(name, options, configuration)


def configuration(text: str, title: str) -> str:
    """A file that a server was started with, or the command in a terminal, where there is no title."""
    block = fence(text, title or "Terminal", [], language="text" if title else "sh")
    return block if title else f'<div class="wb-terminals" markdown>\n\n{block}\n</div>\n'


FORMS = {"scenario": scenario, "excerpt": excerpt_of, "observed": observed}
PICTURES = {"picture": figure.figure, "buffers": figure.chart}


def language(program: Path) -> str:
    return "c" if compiled.is_c(program) else "python"


def fence(code: str, title: str, highlighted: list[int], program: str = "", language: str = "python") -> str:
    """A block of code in the Markdown of Material; `program` names the file of which it shows every byte."""
    attributes = [f".{language}", f'title="{title}"']
    if highlighted:
        attributes.append(f'hl_lines="{" ".join(map(str, highlighted))}"')
    if program:
        attributes.append(f'data-program="{program}"')
    return f"``` {{ {' '.join(attributes)} }}\n{code}```\n"


def badges(found: Scenario) -> str:
    """What the declaration promises and what the tests have seen, in the same words for reader and test."""
    items = [
        f'<li class="wb-badge wb-{kind}"><b>{escape(title)}</b> {text}</li>' for kind, title, text in promises(found)
    ]
    return "\n".join(['<ul class="wb-badges" aria-label="About these programs">', *items, "</ul>\n"])


def promises(found: Scenario) -> Iterator[tuple[str, str, str]]:
    """Each badge: its kind, its title, its text as HTML."""
    records = runs.seen(found)
    if "exact" in found.output and records:
        yield "exact", "Exact output", "every run prints these lines"
    elif "exact" in found.output:
        yield "unseen", "Exact output expected", "every run should print these lines"
    if "any-order" in found.output:
        yield "varies", "Any order", "the lines below one print may come in another order"
    if "numbers-vary" in found.output:
        yield (
            "varies",
            "Numbers vary",
            f"your run prints its own where a number is marked: {', '.join(varying_lines(found))}",
        )
    if found.systems != tuple(SYSTEMS):
        yield "limited", f"{_and(SYSTEMS[system] for system in found.systems)} only", escape(found.why)
    if found.python:
        yield "limited", f"Python {found.python}", escape(found.why)
    if found.unavailable:
        yield (
            "limited",
            "Not everywhere",
            f"it ends with <code>{escape(found.unavailable)}</code> where the system forbids what it needs",
        )
    for program, status in found.exit.items():
        yield (
            "varies",
            f"Exit status {status}" if status >= 0 else f"Killed by signal {-status}",
            f"on purpose: {program}",
        )
    pythons: dict[str, list[str]] = {}
    for record in records:
        pythons.setdefault(record["system"].split()[0], []).append(record["python"])
    if pythons:
        yield "seen", "Passed on", "; ".join(f"{system} with {_and(versions)}" for system, versions in pythons.items())
    else:
        yield "unseen", "Not yet run", "this copy of the site was built before its programs ran"


def varying_lines(found: Scenario) -> Iterator[str]:
    """For each pattern of numbers that vary, a line that is shown, with these numbers marked."""
    for pattern in found.varies:
        if line := next((line for line in found.shown_lines if re.search(pattern, line)), None):
            marked = escape(re.sub(pattern, lambda number: f"\0{number[0]}\1", line))
            yield "<code>" + marked.replace("\0", "<mark>").replace("\1", "</mark>") + "</code>"


def terminals(found: Scenario) -> str:
    """A terminal line for each start of a program."""
    commands = [name for group in found.start for name in group]
    titles = [f"Terminal {number}" for number in range(1, len(commands) + 1)] if len(commands) > 1 else ["Terminal"]
    blocks = [
        fence(f"{to_start(name)}\n", title, [], language="sh") for name, title in zip(commands, titles, strict=True)
    ]
    hint = "Start them in this order, in one folder. Ctrl-C ends a server that waits for more; the `KeyboardInterrupt` that it then shows is normal.\n"
    return "\n".join(['<div class="wb-terminals" markdown>\n', *blocks, hint if len(commands) > 1 else "", "</div>\n"])


def to_start(program: str) -> str:
    """The command, or the two of a program that is built first."""
    start = compiled.start_command(program)
    return f"{compiled.build_command(program)} && {start}" if compiled.is_c(program) else start


def downloads(found: Scenario) -> str:
    """Links to the programs as files, and to all of them as one.

    They are relative, from a page in the folder of a chapter: only MkDocs rewrites those that begin at the root.
    """
    links = [
        f"[{path.name}](../snippets/{path.relative_to(SNIPPETS).as_posix()}){{ download }}" for path in found.programs
    ]
    if len(found.programs) > 1:
        links.append(f"[all as a zip file](../snippets/{found.name}.zip){{ download }}")
    return f"Download {_and(links)}.\n{{ .wb-downloads }}\n"


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

"""No Python stands on a built page that is no program: each block is one, or a part of one, byte for byte."""

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from support.check import check
from support.parsed import READS_PAGES, parsed
from wouldblock.project import DOCS, ROOT, SNIPPETS
from wouldblock.scenario.program import read_program

SITE = ROOT / "site"
PAGES = sorted(SITE.rglob("*.html"))
pytestmark = READS_PAGES
PROGRAMS = [read_program(path) for path in sorted(SNIPPETS.rglob("*.py")) if path.parent.name != "__pycache__"]
TELLING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.With, ast.AsyncWith)


def blocks(page: BeautifulSoup) -> Iterator[tuple[str, bool]]:
    """The text of each block of code of a page, and whether it is marked as Python."""
    for block in page.select("pre"):
        if block.select(".wb-l"):  # lines that name their places, see the test of them
            continue
        around = block.find_parent(class_="highlight") or block
        title = around.select_one(".filename")
        named = around.get("data-program") or (title.get_text() if title else "")
        yield block.get_text(), named.endswith(".py") or "language-python" in around.get("class", [])


def looks_like_python(text: str) -> bool:
    """Whether a text is Python that no other language could be: it imports, defines or closes something."""
    try:
        tree = ast.parse(textwrap.dedent(text))
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(node, TELLING) for node in ast.walk(tree))


def is_part_of(text: str, program: str) -> bool:
    """Whether a text is some lines of a program that follow one another, moved to the left as an excerpt is."""
    wanted, lines = text.rstrip("\n").splitlines(), program.splitlines()
    first = wanted[0] if wanted else ""
    for number, line in enumerate(lines):
        if line.endswith(first) and line.strip() == first.strip():
            passage = textwrap.dedent("\n".join(lines[number : number + len(wanted)]))
            if passage.splitlines() == wanted:
                return True
    return False


def unproved(page: BeautifulSoup, programs: list[str]) -> list[str]:
    """The first line of each block of Python that is no part of these programs."""
    code = [text for text, marked in blocks(page) if marked or looks_like_python(text)]
    return [
        text.strip().partition("\n")[0]
        for text in code
        if text not in programs and not any(is_part_of(text, program) for program in programs)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(SITE).as_posix())
def test_all_python_on_a_page_was_run(page: Path) -> None:
    notebook = (DOCS / page.relative_to(SITE)).with_suffix(".py")
    own = [notebook.read_text("utf-8")] if notebook.exists() else []  # the build runs it
    check(
        [
            f"{page.relative_to(SITE)}: the block that begins with {first!r} is in no program; put it into snippets/ and show it by '::: scenario' or '::: excerpt'"
            for first in unproved(parsed(page), PROGRAMS + own)
        ]
    )


def test_there_is_python_on_the_pages() -> None:
    assert sum(marked for page in PAGES for _, marked in blocks(parsed(page))) >= len(PROGRAMS) > 100


PROGRAM = "import socket\n\nfor _ in range(3):\n    with socket.socket() as one:\n        print(one)\n"


@pytest.mark.parametrize(
    ("block", "is_found"),
    [
        (f'<div class="language-python highlight"><pre><code>{PROGRAM}</code></pre></div>', False),
        (
            '<div class="language-python highlight"><pre><code>with socket.socket() as one:\n    print(one)\n</code></pre></div>',
            False,
        ),
        ('<div class="language-python highlight"><pre><code>print(one)\n</code></pre></div>', False),
        ('<div class="language-python highlight"><pre><code>print(two)\n</code></pre></div>', True),
        ('<div class="language-python highlight"><pre><code>import socket\nprint(one)\n</code></pre></div>', True),
        ('<div class="highlight"><span class="filename">app.py</span><pre>print(two)\n</pre></div>', True),
        ('<div class="highlight"><span class="filename">from a.py</span><pre>print(one)\n</pre></div>', False),
        ('<div class="highlight" data-program="c/a.py"><pre>print(two)\n</pre></div>', True),
        ('<div class="highlight"><span class="filename">nginx.conf</span><pre>print(two)\n</pre></div>', False),
        ("<pre><code>import socket\nsocket.socket()\n</code></pre>", True),
        ("<pre>def application(environ):\n    return []\n</pre>", True),
        ("<pre>pid /run/nginx.pid;\nevents {}\n</pre>", False),
        ("<pre>python server.py\n</pre>", False),
    ],
)
def test_python_that_is_no_program_is_found(block, is_found) -> None:
    assert bool(unproved(BeautifulSoup(block, "lxml"), [PROGRAM])) == is_found


def test_lines_on_the_home_page_are_those_of_the_program_that_they_name() -> None:
    page = parsed(SITE / "index.html")
    figure = page.select_one(".wb-first")
    lines = figure.select(".wb-l")
    assert len(lines) >= 8
    for line in lines:
        program, number = line["data-line"].split(":")
        text = read_program(SNIPPETS / figure["data-folder"] / program).splitlines()[int(number) - 1]
        assert line.get_text() == text

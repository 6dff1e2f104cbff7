"""What a reader's browser has to fetch, in bytes on the wire: compressed, with headers and the icon.

It is computed for every page from the files that the page names, and for a few pages compared with what a browser fetches.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from support.served import SITE, Served, serve
from wouldblock.project import ROOT

ICON = "/assets/favicon.svg"
HEADERS = 200  # bytes of an answer but its body, from our server a few less
FIRST = {"chapter": 30_000, "picture": 50_000, "notebook": 45_000, "reference": 40_000}
NEXT = 13_000  # of a chapter, when style, script and icon are there already
SEARCH = 45_000
ASKED_FOR = re.compile(r'<(?:script|img)\b[^>]* src="([^"]+)"|<link rel="(?:stylesheet|icon)" href="([^"]+)"')
PAGES = sorted(path for path in SITE.rglob("*.html") if path.name != "404.html")
READ = [
    "index.html",
    "blocking/one_at_a_time.html",
    "processes/fork_per_connection.html",
    "blocking/how_much_fits.html",
]


@pytest.fixture
def served() -> Iterator[Served]:
    with serve() as running:
        yield running


def kind(page: Path) -> str:
    """A page with pictures may be heavier, a notebook, too; what stands beside the chapters is long and looked up."""
    address = page.relative_to(SITE)
    if (ROOT / "docs" / address.with_suffix(".py")).exists():
        return "notebook"
    if "wb-picture" in page.read_text("utf-8"):
        return "picture"
    return "chapter" if len(address.parts) > 1 or page.stem == "index" else "reference"


def weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6)) + HEADERS


def first_visit(page: Path) -> int:
    """The bytes of a page with all that it names."""
    named = {script or link for script, link in ASKED_FOR.findall(page.read_text("utf-8"))}
    return weight(page) + sum(weight(page.parent / address) for address in named)


def test_every_page_is_light_on_the_first_visit() -> None:
    assert PAGES
    heavy = {page: first_visit(page) for page in PAGES if first_visit(page) > FIRST[kind(page)]}
    assert not heavy, "\n".join(
        f"{page.relative_to(SITE)}: {size:,} bytes on the first visit; a page of its kind, {kind(page)}, may have {FIRST[kind(page)]:,}"
        for page, size in heavy.items()
    )


def test_every_page_of_a_chapter_is_lighter_as_the_next() -> None:
    heavy = {page: weight(page) for page in PAGES if kind(page) == "chapter" and weight(page) > NEXT}
    assert not heavy, "\n".join(
        f"{page.relative_to(SITE)}: {size:,} bytes after another page, but {NEXT:,} is the limit"
        for page, size in heavy.items()
    )


def visit(page: Page, served: Served, path: str) -> int:
    """Read a page to its end; gives the bytes that were sent for it."""
    before = len(served.sent)
    page.goto(f"{served.address}/{path}")
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 10_000)
    page.wait_for_load_state("networkidle")
    if not any(ICON in asked for asked, _ in served.sent):
        page.request.get(served.address + ICON)  # for which not every browser without a window asks
    return sum(dict(served.sent[before:]).values())  # the icon once, even if the browser asked as well


@pytest.mark.parametrize("path", READ)
def test_browser_fetches_what_the_page_names_and_no_more(page: Page, served: Served, path: str) -> None:
    fetched = visit(page, served, path)
    assert fetched <= first_visit(SITE / path) <= fetched + 200
    visit(page, served, "connections/no_messages.html")  # brings what pages with a question share
    again = visit(page, served, "connections/frames.html")
    assert again <= weight(SITE / "connections/frames.html") <= again + 50


def test_first_search_is_light_and_costs_nothing_before(page: Page, served: Served) -> None:
    visit(page, served, READ[0])
    before = len(served.sent)
    page.keyboard.press("/")
    page.keyboard.type("deadlock")
    page.locator(".wb-search a").first.wait_for()
    asked = dict(served.sent[before:])
    assert sorted(path.rpartition("/")[2] for path in asked) == ["search-index.js", "search.js"]
    assert sum(asked.values()) <= SEARCH

"""What a reader's browser has to fetch, in bytes on the wire: compressed, with headers and the icon."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from served import Served, serve

ICON = "/assets/favicon.svg"
FIRST, NEXT, NOTEBOOK, SEARCH = 25_000, 12_000, 45_000, 42_000
NOTEBOOKS = ["blocking/how_much_fits.html", "measured/server_models.html", "measured/gil.html"]
CHAPTERS = ["blocking/one_at_a_time.html", "readiness/level_and_edge.html", "processes/fork_per_connection.html"]


@pytest.fixture
def served() -> Iterator[Served]:
    with serve() as running:
        yield running


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


@pytest.mark.parametrize("path", ["index.html", *CHAPTERS])
def test_page_is_light_on_the_first_visit_and_lighter_on_the_next(page: Page, served: Served, path: str) -> None:
    assert visit(page, served, path) <= FIRST
    assert visit(page, served, "connections/echo_once.html") <= NEXT


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_notebook_is_light(page: Page, served: Served, path: str) -> None:
    assert visit(page, served, path) <= NOTEBOOK


def test_first_search_is_light_and_costs_nothing_before(page: Page, served: Served) -> None:
    visit(page, served, CHAPTERS[0])
    before = len(served.sent)
    page.keyboard.press("/")
    page.keyboard.type("deadlock")
    page.locator(".wb-search a").first.wait_for()
    asked = dict(served.sent[before:])
    assert sorted(path.rpartition("/")[2] for path in asked) == ["lunr.js", "search-index.js", "search.js"]
    assert sum(asked.values()) <= SEARCH

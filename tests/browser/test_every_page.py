"""Each page as a reader meets it: from a server, wide and narrow, light and dark, and from a disk.

A visit costs most of the time, so that one visit asks all: no other server, no error, nothing against the policy, no scrolling
sideways, and nothing that axe-core, the usual checker of accessibility, finds.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from support.check import check
from support.served import PAGES, SITE, UNVEILED
from support.watch import findings, read, watch

VIEWS = [(1280, "light"), (390, "dark")]
BETWEEN = [320, 600, 720, 1000, 1240]  # pixels: other widths of a window
SCHEMES = {"light": "default", "dark": "slate"}
OF_COLOR = ["color-contrast", "link-in-text-block"]  # the rules that may differ from one scheme to the other
COLOR = {"runOnly": {"type": "rule", "values": OF_COLOR}}
Watched = tuple[Page, list[str]]


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str], str]]:
    """One tab for many pages, what went wrong in it, and the scheme of its reader."""
    width, scheme = request.param
    size = {"viewport": {"width": width, "height": 900 if width > 1000 else 844}}
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce", **size) as context:
        context.add_init_script(UNVEILED)  # what is hidden is neither measured nor looked at by axe
        page = context.new_page()
        yield page, watch(page, address), scheme


@pytest.fixture(scope="module")
def disk(browser: Browser) -> Iterator[Watched]:
    with browser.new_context() as context:
        page = context.new_page()
        yield page, watch(page, SITE.as_uri())


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound_wherever_it_is_read(reader, address: str, path: str) -> None:
    page, noticed, scheme = reader
    noticed.clear()
    refused = read(page, f"{address}/{path}")
    shown = page.locator("body").get_attribute("data-md-color-scheme")
    problems = [] if shown == SCHEMES[scheme] else [f"is shown in {shown}, although its reader has chosen {scheme}"]
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    problems += sideways(page) + cut_tables(page) + findings(page)
    if scheme == "light":
        for width in BETWEEN:
            page.set_viewport_size({"width": width, "height": 900})
            problems += [f"at {width} pixels, {problem}" for problem in sideways(page)]
        page.set_viewport_size({"width": VIEWS[0][0], "height": 900})
    # The other scheme on the same page: the button repaints it.
    page.locator(".wb-scheme").click()
    problems += [f"in the other scheme, {problem}" for problem in sideways(page) + findings(page, COLOR)]
    page.evaluate("localStorage.clear()")  # or the next page would be shown in this scheme
    check(noticed + refused + problems)


def sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways: {wide} pixels too wide"] if wide > 0 else []


def cut_tables(page: Page) -> list[str]:
    """The tables that have to be scrolled sideways, but for those that are compared by many columns."""
    cut = """[...document.querySelectorAll("article table")].filter((table) => table.scrollWidth > table.clientWidth + 1 && table.rows[0].cells.length < 8)
        .map((table) => `has a table that is ${table.scrollWidth - table.clientWidth} pixels too wide: ${table.rows[0].innerText}`)"""
    return page.evaluate(cut)


@pytest.mark.parametrize("path", PAGES)
def test_page_can_be_read_from_a_disk(disk: Watched, path: str) -> None:
    page, noticed = disk
    noticed.clear()
    refused = read(page, f"{SITE.as_uri()}/{path}")
    shown = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator(".wb-scheme").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") != shown
    for label in page.locator(".tabbed-labels label >> visible=true").all():
        label.click()
        assert page.locator(f"#{label.get_attribute('for')}").is_checked()
    inside = page.evaluate("[...document.links].filter((one) => one.protocol === 'file:').map((one) => one.href)")
    assert inside and all(link.startswith(SITE.as_uri()) for link in inside)
    check(noticed + refused)


def test_axe_finds_nothing_in_search_menu_and_other_tab(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        with browser.new_context(
            viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
        ) as context:
            page = context.new_page()
            page.goto(f"{address}/blocking/one_at_a_time.html")
            page.locator(".tabbed-labels label").nth(1).click()
            assert findings(page) == []
            page.locator(".wb-search-open").click()
            page.keyboard.type("deadlock")
            page.locator(".wb-search a").first.wait_for()
            assert findings(page) == []
            page.keyboard.press("Escape")
            page.locator(".wb-menu").click()
            assert findings(page) == []


def test_what_is_wrong_on_a_page_is_noticed(page: Page, address: str) -> None:
    noticed = watch(page, address)
    page.goto(f"{address}/index.html")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<button></button>')")
    assert any(finding.startswith("button-name") for finding in findings(page))
    page.evaluate("document.querySelector('article p').style.color = '#ccc'")
    assert any(finding.startswith("color-contrast") for finding in findings(page, COLOR))
    assert sideways(page) == []
    page.evaluate("document.querySelector('article p').style.width = '3000px'")
    assert sideways(page)
    page.evaluate("console.error('an error of the page')")
    page.wait_for_timeout(0)
    assert noticed == ["an error of the page"]

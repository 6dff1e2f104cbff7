"""axe-core, the usual checker of accessibility, finds nothing on any page, in light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from support.served import SITE

PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if path.name != "404.html")
VIEWS = [(1280, "light"), (390, "dark")]
OF_COLOR = ["color-contrast", "link-in-text-block"]  # the rules that may differ from one scheme to the other
COLOR = {"runOnly": {"type": "rule", "values": OF_COLOR}}


def findings(page: Page, options: dict | None = None) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **(options or {})}).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:100]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, path: str) -> None:
    for width, scheme in VIEWS:
        with browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        ) as context:
            page = context.new_page()
            page.goto(f"{address}/{path}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert findings(page) == [], f"{width} pixels wide, {scheme}"
            # The other scheme on the same page: the button repaints it.
            page.locator(".wb-scheme").click()
            assert findings(page, COLOR) == [], f"{width} pixels wide, the other scheme"


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


def test_axe_notices_what_is_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<button></button>')")
    assert any(finding.startswith("button-name") for finding in findings(page))
    page.evaluate("document.querySelector('article p').style.color = '#ccc'")
    assert any(finding.startswith("color-contrast") for finding in findings(page, COLOR))

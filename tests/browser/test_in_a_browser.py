"""What only a browser can tell: what is copied, what is asked for, and what fits on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page

from wouldblock.declaration import ROOT
from wouldblock.scenario import SNIPPETS, find

SITE = ROOT / "site"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
WITH_PROGRAMS = [page for page in PAGES if "data-program" in (SITE / page).read_text("utf-8")]


def test_pages_with_programs_are_found() -> None:
    assert WITH_PROGRAMS


def test_copy_button_gives_every_program_as_its_file_is(page: Page, address: str) -> None:
    copied = {}
    for path in WITH_PROGRAMS:
        page.goto(f"{address}/{path}")
        for block in page.locator("[data-program]").all():
            name = block.get_attribute("data-program")
            if not block.is_visible():
                scenario = page.locator(".wb-scenario").filter(has=page.locator(f"[data-program='{name}']"))
                scenario.locator(".tabbed-labels label").filter(
                    has_text=re.compile(rf"^{name.rpartition('/')[2]}$")
                ).click()
            block.locator("button").first.click()
            copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert copied == {
        program.relative_to(SNIPPETS).as_posix(): program.read_text("utf-8")
        for one in find()
        for program in one.programs
    }


def test_copied_command_does_not_run_by_itself_in_a_terminal(page: Page, address: str) -> None:
    page.goto(f"{address}/blocking/one_at_a_time.html")
    page.locator(".wb-terminals button").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == "python server.py"


@pytest.mark.parametrize("path", PAGES)
def test_page_asks_no_other_server_and_logs_no_error(page: Page, address: str, path: str) -> None:
    foreign, errors = [], []
    page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "blob:")) else foreign.append(request.url),
    )
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/{path}", wait_until="networkidle")
    assert (foreign, errors) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str, scheme: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:
        phone = context.new_page()
        for path in PAGES:
            phone.goto(f"{address}/{path}")
            wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} is {wide} pixels too wide"
            assert (
                phone.locator("body").get_attribute("data-md-color-scheme")
                == {"light": "default", "dark": "slate"}[scheme]
            )


def test_search_finds_a_page(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("deadlock")
    page.locator(".md-search-result__link").first.click()
    assert "deadlock" in page.url

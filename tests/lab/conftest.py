"""The site with the machine in it, a browser, and the line at the end that says how many scenarios ran as shown."""

import json
import os
import shutil
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lab import cards
from support.served import SITE, Served, serve
from wouldblock.project import DOCS, ROOT

RECORD = DOCS / "how_it_runs_here.json"
MISSING = "the site has no machine; build it with: nox -s lab build"


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    assert (SITE / "assets" / "lab" / "lab.json").is_file(), MISSING
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def address(served: Served) -> str:
    return served.address


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def browser(request) -> Iterator[Browser]:
    """Chromium, which has to be here, and Firefox where Playwright's own is."""
    with sync_playwright() as playwright:
        if request.param == "firefox":
            if not os.path.exists(playwright.firefox.executable_path):
                pytest.skip("there is no Firefox that Playwright can drive")
            running = playwright.firefox.launch()
        else:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            assert chromium, "there is no Chromium here; on Debian install it with: apt-get install chromium"
            root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
            options = [
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                *root,
            ]
            running = playwright.chromium.launch(executable_path=chromium, args=options)
        yield running
        running.close()


@pytest.fixture
def page(reader) -> Iterator[Page]:
    opened = reader.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reader(browser: Browser):
    """A reader who comes again: what the browser keeps is there at the second page."""
    with browser.new_context() as opened:
        yield opened


def pytest_addoption(parser) -> None:
    parser.addoption("--record", action="store_true", help="write the figures for the page 'How it runs here'")


def pytest_terminal_summary(terminalreporter, config) -> None:
    if config.getoption("record") and cards.figures and cards.times:
        runs = {name: time for name, (time, shown) in sorted(cards.times.items()) if shown}
        RECORD.write_text(json.dumps({**cards.figures, "of": len(cards.times), "scenarios": runs}, indent=1) + "\n")
        terminalreporter.write_line(f"recorded in {RECORD.relative_to(ROOT)}")
    if times := cards.times:
        fine = [time for time, shown in times.values() if shown]
        slowest = max(times, key=lambda name: times[name][0])
        terminalreporter.write_line(
            f"{len(fine)} of {len(times)} scenarios as shown; median {statistics.median(t for t, _ in times.values()):.0f} ms, "
            f"slowest {slowest} with {times[slowest][0]} ms"
        )

"""The built site on an address of its own, and a real browser to read it with."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from support.served import UNVEILED, Served, serve


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def address(served: Served) -> str:
    return served.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "there is no Chromium here; on Debian install it with: apt-get install chromium"
    options = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # which refuses to work as root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=options)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who wants no output veiled until a question is answered; test_predict.py has the other one."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as opened:
        opened.add_init_script(UNVEILED)
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()

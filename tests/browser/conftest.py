"""The built site on an address of its own, and a real browser to read it with."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from support import chromium
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
    with chromium.started() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who wants no output veiled until a question is answered; test_predict.py has the other one."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as opened:
        opened.add_init_script(UNVEILED)
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()

"""What the machine asks of a page: nothing before the press, no weaker policy, a sentence where it can't run."""

import http.server
import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from lab import cards
from support.served import SITE, Served

SCENARIO = "blocking/three_modes"
SECONDS = 1000
AT_MOST_BEFORE_THE_PRESS = 1000  # bytes
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
Serve = Callable[[str], str]


@pytest.fixture
def with_header() -> Iterator[Serve]:
    """Serves the site with a policy in a header, which holds for workers, too."""
    servers = []

    def serve(policy: str) -> str:
        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *args) -> None:
                super().__init__(*args, directory=SITE)

            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", policy)
                super().end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_nothing_is_loaded_before_the_press(page: Page, served: Served) -> None:
    served.sent.clear()
    name, _ = cards.pages()[SCENARIO]
    page.goto(f"{served.address}/{name}", wait_until="networkidle")
    assert not [path for path, _ in served.sent if "/lab/" in path]
    assert sum(size for path, size in served.sent if path.endswith("/run.js")) <= AT_MOST_BEFORE_THE_PRESS


def test_the_policy_of_the_pages_is_as_strict_as_ever() -> None:
    for name, _ in cards.pages().values():
        policy = POLICY.search((SITE / name).read_text("utf-8"))[1]
        assert policy.replace("&#39;", "'") == STRICT


def test_a_policy_in_a_header_has_to_allow_webassembly_and_nothing_else(page: Page, with_header: Serve) -> None:
    card = cards.press(
        page, with_header(STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")), SCENARIO
    )
    expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)


def test_a_policy_that_forbids_webassembly_is_told(page: Page, with_header: Serve) -> None:
    card = cards.press(page, with_header(STRICT), SCENARIO)
    expect(card).to_have_attribute("data-state", "stopped", timeout=60 * SECONDS)
    expect(card.locator(".wb-lab-status")).to_contain_text("does not run in this browser")


def test_a_second_run_needs_no_network(page: Page, address: str) -> None:
    card = cards.press(page, address, SCENARIO)
    expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)
    page.context.set_offline(True)
    try:
        card.get_by_role("button", name="Run again").click()
        expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)
        card.get_by_role("button", name="Run again").click()  # by a machine that was made without a network
        expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)
    finally:
        page.context.set_offline(False)


def test_without_scripts_there_is_no_dead_button(browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        name, number = cards.pages()[SCENARIO]
        page.goto(f"{address}/{name}")
        expect(page.locator(".wb-lab-run").nth(number)).to_be_hidden()

"""The site with the machine in it, a browser, and the line at the end that says how many scenarios ran as shown."""

import json
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from lab import cards, firefox
from support import chromium
from support.served import SITE, UNVEILED, Served, serve
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, which has to be here."""
    with chromium.started() as running:
        yield running


@pytest.fixture(scope="session")
def fox(tmp_path_factory, address: str) -> Iterator[firefox.Firefox]:
    """The Firefox that is installed; a test that needs it is skipped where there is none, and says so."""
    if not (program := firefox.installed()):
        pytest.skip("there is no Firefox here; on Debian install it with: apt-get install firefox-esr")
    with firefox.started(program, tmp_path_factory.mktemp("firefox")) as running:
        running.goto(f"{address}/how_it_runs_here.html")
        running.evaluate(f"async () => {{ {UNVEILED} }}")
        yield running


@pytest.fixture
def page(reader) -> Iterator[Page]:
    opened = reader.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reader(browser: Browser):
    """A reader who comes again: what the browser keeps is there at the second page."""
    with browser.new_context() as opened:
        opened.add_init_script(UNVEILED)
        yield opened


def pytest_addoption(parser) -> None:
    parser.addoption("--record", action="store_true", help="write the figures for the page 'How it runs here'")


def pytest_terminal_summary(terminalreporter, config) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    told = [(name, value) for report in reports for name, value in report.user_properties]  # of all workers
    runs = {browser: [run for name, run in told if name == browser] for browser in ("Chromium", "Firefox")}
    for browser in filter(runs.get, runs):
        terminalreporter.write_line(summary(browser, runs[browser]))
    if config.getoption("record"):
        terminalreporter.write_line(record(dict(told).get("figures"), runs))


def summary(browser: str, runs: list[dict]) -> str:
    """One line: how many scenarios printed what is shown, in each of their runs, and the slowest."""
    slowest = max(runs, key=lambda run: run["milliseconds"])
    median = statistics.median(run["milliseconds"] for run in runs)
    count = max(run["runs"] for run in runs)
    times = f", {count} times each" if count > 1 else ""
    return (
        f"{sum(run['as shown'] for run in runs)} of {len(runs)} scenarios as shown in {browser}{times}; "
        f"median {median:.0f} ms, slowest {slowest['scenario']} with {slowest['milliseconds']} ms"
    )


def record(figures: dict | None, runs: dict[str, list[dict]]) -> str:
    """Write the record for the page, if all of it was measured; gives a sentence about it."""
    if not figures or {run["scenario"] for run in runs["Chromium"]} != set(cards.pages()):
        return "nothing recorded, as only a part was run; record all with: nox -s lab-check -- --record"
    scenarios = {
        browser: {
            "of": len(entries),
            "shown": {run["scenario"]: run["milliseconds"] for run in entries if run["as shown"]},
        }
        for browser, entries in runs.items()
        if entries
    }
    RECORD.write_text(json.dumps({**figures, "scenarios": scenarios}, indent=1) + "\n")
    return f"recorded in {RECORD.relative_to(ROOT)}"

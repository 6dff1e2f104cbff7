"""Every page is complete, leads on, and shows no code that was not run."""

import pytest

from rules import page_rules
from support.check import check
from wouldblock.project import ROOT, SNIPPETS, shown_path

DOCS = ROOT / "docs"
PAGES = page_rules.pages(DOCS)
MEASURED = [*sorted((DOCS / "measured").glob("*.*")), DOCS / "blocking" / "how_much_fits.py"]
CHAPTERS = sorted(path.name for path in SNIPPETS.iterdir() if path.is_dir() and path.name[0] not in "._")
CHAPTERS += ["observed"]  # which shows records, and no programs


def test_every_scenario_is_on_a_page() -> None:
    check(page_rules.scenarios_on_no_page(DOCS, SNIPPETS))


def test_every_include_exists() -> None:
    check(page_rules.lost_includes(DOCS, SNIPPETS))


def test_every_recording_is_on_a_page() -> None:
    check(page_rules.recordings_on_no_page(DOCS))


def test_every_ledger_row_has_a_verdict_and_a_proof() -> None:
    check(page_rules.ledger(DOCS / "ledger.md", SNIPPETS))


def test_ledger_answers_all_75_claims() -> None:
    text = (DOCS / "ledger.md").read_text("utf-8")
    assert [int(number) for number, _, _ in page_rules.ROW.findall(text)] == list(range(1, 76))


def test_rows_on_real_servers_link_to_what_was_seen_of_them() -> None:
    rows = {number: text for number, _, text in page_rules.ROW.findall((DOCS / "ledger.md").read_text("utf-8"))}
    pages = {"53": "apache", "54": "php_fpm", "55": "passenger", "56": "postgresql"}
    missing = [number for number, page in pages.items() if f"[Seen here](observed/{page}.md)" not in rows[number]]
    assert not missing, f"docs/ledger.md: these rows need '[Seen here](observed/…md)': {', '.join(missing)}"


def test_every_error_of_the_index_is_really_raised() -> None:
    check(page_rules.errors(DOCS / "errors.md", SNIPPETS))


def test_every_answer_leads_to_a_page() -> None:
    check(page_rules.answers(DOCS / "questions.md"))


def test_changes_are_listed_by_day_newest_first() -> None:
    check(page_rules.changes(DOCS / "changes.md"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_its_index(chapter: str) -> None:
    index = DOCS / chapter / "index.md"
    assert index.is_file(), f"{shown_path(index)} is missing; write what the chapter answers, page by page"


@pytest.mark.parametrize("page", PAGES, ids=shown_path)
def test_page_holds_no_code_of_its_own(page) -> None:
    check(page_rules.inline_code(page))


@pytest.mark.parametrize("page", MEASURED, ids=shown_path)
def test_number_of_a_measurement_comes_from_the_figures(page) -> None:
    check(page_rules.measured_numbers(page))


@pytest.mark.parametrize("page", [page for page in PAGES if "::: picture" in page.read_text("utf-8")], ids=shown_path)
def test_page_says_of_waiting_what_its_recordings_show(page) -> None:
    check(page_rules.waits(page, SNIPPETS))


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name in CHAPTERS], ids=shown_path)
def test_page_of_a_chapter_asks_answers_and_leads_on(page) -> None:
    check(page_rules.rhythm(page))


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name == "observed"], ids=shown_path)
def test_page_takes_its_numbers_from_the_records(page) -> None:
    check(page_rules.numbers_by_hand(page))

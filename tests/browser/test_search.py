"""The search gives the page that a reader looks for, first: questions.toml is the list."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page

QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text("utf-8"))


def ask(page: Page, question: str) -> list[str]:
    """What the open search gives, as paths on the site."""
    page.locator(".wb-search input").fill(question)
    root = page.url.partition("/site/")[0] + "/site/"
    return [
        link.removeprefix(root)
        for link in page.locator(".wb-search a").evaluate_all("all => all.map((one) => one.href)")
    ]


@pytest.fixture
def searching(page: Page, address: str) -> Page:
    page.goto(f"{address}/blocking/one_at_a_time.html")
    page.keyboard.press("/")
    page.keyboard.type("wait")
    page.locator(".wb-search a").first.wait_for()
    return page


def test_list_of_questions_is_long_enough() -> None:
    assert len(QUESTIONS) >= 30


def test_page_that_answers_comes_first(searching: Page) -> None:
    wrong = {}
    for question, expected in QUESTIONS.items():
        found = ask(searching, question)
        if not found or (found[0] != expected and found[0].partition("#")[0] != expected):
            wrong[question] = (expected, found[:5])
    assert not wrong, "\n".join(
        f"{question!r} should give {one[0]} first, not {one[1]}" for question, one in wrong.items()
    )


def test_term_of_the_glossary_leads_to_its_own_place(searching: Page) -> None:
    searching.locator(".wb-search input").fill("死锁")
    searching.keyboard.press("Enter")
    searching.wait_for_url("**/glossary.html#deadlock")
    assert "deadlock" in searching.locator("dt:target").inner_text()
    assert searching.locator("dt:target").bounding_box()["y"] < 400


def test_question_without_answer_says_so(searching: Page) -> None:
    assert ask(searching, "xylophone") == []
    assert searching.locator(".wb-search [role=status]").inner_text() == "No results"


def test_search_needs_no_mouse(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("thundering")
    page.locator(".wb-search a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href").endswith("thundering_herd.html")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/processes/thundering_herd.html")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert not page.locator(".wb-search").is_visible()

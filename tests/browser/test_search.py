"""The search gives the page that a reader looks for, first: questions.toml is the list."""

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page

from support.served import SITE

STEMS = [
    "block",
    "block",
    "block",
    "freez",
    "freez",
    "byt",
    "address",
    "queu",
    "copi",
    "run",
    "101s",
]  # as tests/site has them
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
    assert len(QUESTIONS) >= 90


def test_page_that_answers_comes_first_or_among_the_first_three(searching: Page) -> None:
    second, lost = {}, {}
    for question, expected in QUESTIONS.items():
        hits = [hit if "#" in expected else hit.partition("#")[0] for hit in ask(searching, question)]
        if hits[:1] != [expected]:
            (second if expected in hits[:3] else lost)[question] = (expected, hits[:4])
    told = [
        f"{question!r} should give {expected}, not {hits}" for question, (expected, hits) in (lost | second).items()
    ]
    assert not lost, "\n".join(told)
    assert len(second) <= len(QUESTIONS) / 10, "\n".join(told)


def test_hit_tells_its_chapter_and_its_own_first_sentence_with_the_words_marked(searching: Page) -> None:
    ask(searching, "Errno 104")
    first = searching.locator(".wb-search li").first
    assert "Error messages" in first.inner_text() or "error" in first.locator("small").inner_text()
    assert "An index of the error messages" not in first.inner_text()
    assert first.locator("mark").all_inner_texts() == ["Errno", "104"]
    ask(searching, "thundering herd")
    assert searching.locator(".wb-search li small").first.inner_text() == "Processes"


def test_number_of_results_that_are_not_shown_is_told(searching: Page) -> None:
    assert len(ask(searching, "socket")) == 20
    assert searching.locator(".wb-search [role=status]").inner_text().endswith("; the first 20 of them")


def test_search_opens_with_suggestions_by_ctrl_k_too(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="server freezes").click()
    assert page.locator(".wb-search a").first.get_attribute("href").endswith("blocking/one_at_a_time.html")


def test_words_are_cut_to_their_stems_as_in_the_index(searching: Page) -> None:
    assert ask(searching, "freezing servers")[0] == ask(searching, "server freezes")[0]
    script = (SITE / "assets" / "search.js").read_text("utf-8")
    stem = re.search(r"const stem=(\(word\)=>.*?);", script)[1]
    words = [
        "blocks",
        "blocking",
        "blocked",
        "freezes",
        "freeze",
        "bytes",
        "addresses",
        "queues",
        "copies",
        "running",
        "101s",
    ]
    assert searching.evaluate(f"(words) => words.map({stem})", words) == STEMS


def test_what_is_one_in_several_ways_of_writing_is_so_in_the_browser_too(searching: Page) -> None:
    text = "I/O is stuck at 100 %, WSAEMFILE, non-blocking"
    script = "(text) => searchIndex.alike.reduce((changed, [form, word]) => changed.replace(new RegExp(form, 'g'), word), text.toLowerCase())"
    assert searching.evaluate(script, text) == "io is hang at 100percent, emfile, nonblocking"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("epoll vs select", "select vs epoll"),
        ("tcp nodelay", "TCP_NODELAY"),
        ("slow loris", "slowloris"),
        ("recv is stuck", "recv never returns"),
        ("server won\u2019t respond", "server won't respond"),  # as telephones write it
        ("what\u2019s backpressure", "what is backpressure"),
        ("difference between threads and processes", "threads vs processes"),
    ],
)
def test_the_same_in_other_words_gives_the_same_page(searching: Page, one: str, other: str) -> None:
    assert ask(searching, one)[0] == ask(searching, other)[0]


def test_who_asks_what_a_word_means_gets_its_entry_in_the_glossary(searching: Page) -> None:
    assert "glossary.html#backpressure" in ask(searching, "what is backpressure")[:2]
    assert "glossary.html#backpressure" not in ask(searching, "backpressure")[:3]


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

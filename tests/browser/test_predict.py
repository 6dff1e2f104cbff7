"""A reader answers the question of a page, and then sees what the programs printed."""

import pytest
from playwright.sync_api import Browser, Page

from support.served import SITE

PAGE = "blocking/one_at_a_time.html"
TWO = "readiness/select_three.html"  # asks two questions
SEEN = """() => [...document.querySelectorAll(".wb-scenario .wb-out")].filter((line) => line.offsetParent && getComputedStyle(line).visibility === "visible").length"""


@pytest.fixture
def page(browser: Browser):
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1000, "height": 800})  # where programs stand in tabs
        yield page


def test_output_and_pictures_are_veiled_until_an_option_is_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    assert page.evaluate(SEEN) == 0
    assert not page.locator(".wb-picture").is_visible()
    page.get_by_text("client.py", exact=True).first.click()
    assert page.evaluate(SEEN) == 0, "the other tab tells it as well"
    page.get_by_role("button", name="c: It is connected").click()
    assert page.locator(".wb-verdict").inner_text().startswith("Right. ")
    assert page.evaluate(SEEN) > 0 and page.locator(".wb-picture").is_visible()


def test_list_of_contents_and_the_program_itself_tell_nothing_before(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto(f"{address}/{TWO}")
    contents = page.locator(".md-sidebar--secondary a")
    program = page.locator("[data-program='readiness/select_three.py'] code")
    says, prints = program.locator("> :first-child"), program.locator(".nb + .s2").first
    assert "nothing sent" in (prints.text_content() or "")
    assert contents.count() == 5 and contents.filter(visible=True).count() == 0
    for told in (says, prints):
        assert told.evaluate("(line) => getComputedStyle(line).visibility") == "hidden"
    page.locator("details.wb-predict").first.locator(".wb-option").first.click()
    assert 0 < contents.filter(visible=True).count() < contents.count()
    for told in (says, prints):
        assert told.evaluate("(line) => getComputedStyle(line).visibility") == "visible"
    page.locator("details.wb-predict").last.locator(".wb-option").first.click()
    assert contents.filter(visible=True).count() == contents.count()


def test_menu_of_a_phone_offers_no_empty_list_of_contents(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{PAGE}")
    page.locator(".wb-menu").click()
    assert page.locator("label[for=__toc] >> visible=true").count() == 0
    assert page.locator(".md-sidebar--primary a.md-nav__link--active >> visible=true").count() == 1
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show without answering").click()
    page.locator(".wb-menu").click()
    assert page.locator("label[for=__toc] >> visible=true").count() > 0


def test_wrong_option_is_told_with_the_right_one_and_why(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    page.get_by_role("button", name="a: Its connection").click()
    verdict = page.locator(".wb-verdict").inner_text()
    assert verdict.startswith("Not this time: c is right. It is connected") and "the only thread waits" in verdict
    assert page.get_by_role("button", name="a: Its connection").get_attribute("aria-pressed") == "true"
    assert page.evaluate(SEEN) > 0


def test_answer_is_chosen_by_keyboard_and_kept_in_this_browser(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    page.get_by_role("button", name="c: It is connected").focus()
    page.keyboard.press("Enter")
    page.reload()
    assert page.locator(".wb-verdict").inner_text().startswith("Right. ")
    assert page.evaluate(SEEN) > 0


def test_one_click_shows_without_an_answer_here_and_another_one_on_all_pages(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    page.get_by_role("button", name="Show without answering").click()
    assert page.evaluate(SEEN) > 0 and page.locator(".wb-verdict").inner_text() == ""
    page.goto(f"{address}/{TWO}")
    assert page.evaluate(SEEN) == 0
    page.get_by_role("button", name="Never veil on this site").first.click()
    assert page.evaluate(SEEN) > 0
    page.goto(f"{address}/connections/echo_once.html")
    assert page.evaluate(SEEN) > 0
    page.get_by_role("button", name="Veil answers again").first.click()
    assert page.evaluate(SEEN) == 0


def test_what_is_told_below_is_veiled_until_the_questions_above_are_answered(page: Page, address: str) -> None:
    page.goto(f"{address}/{TWO}")
    seen = "[...document.querySelectorAll('.wb-scenario')].map((scenario) => scenario.checkVisibility() && !scenario.classList.contains('wb-veiled'))"
    assert page.evaluate(seen) == [False, False]
    assert page.locator("article > :is(h2, figure, table, .highlight)").filter(visible=True).count() == 0
    assert page.get_by_text("Connection b will get five bytes").is_visible(), "what the program does is no answer"
    page.locator("details.wb-predict").first.locator(".wb-option").first.click()
    assert page.evaluate(seen) == [True, False]
    assert page.get_by_role("heading", name="What happened").is_visible()
    assert not page.get_by_role("heading", name="Remember").is_visible()
    page.locator("details.wb-predict").last.locator(".wb-option").first.click()
    assert page.evaluate(seen) == [True, True]
    assert page.get_by_role("heading", name="Remember").is_visible()


def test_one_click_below_the_program_shows_the_rest_and_takes_the_focus_there(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    assert not page.get_by_text("The second client could connect").is_visible()
    page.get_by_role("button", name="Show it now").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("The second client could connect").is_visible()
    assert page.evaluate("document.activeElement.id") == "what-happened"
    assert page.locator(".wb-veil").count() == 0


def test_notebook_veils_its_figures_tables_and_findings(page: Page, address: str) -> None:
    page.goto(f"{address}/measured/server_models.html")
    below = page.locator("details.wb-predict ~ :not(.wb-veil, .wb-changed)")
    assert below.count() > 10 and below.filter(visible=True).count() == 0
    page.locator(".wb-option").first.click()
    assert below.filter(visible=True).count() > 10


@pytest.mark.parametrize("last", ["link", "address"])
def test_who_is_led_to_a_place_below_finds_it_open(page: Page, address: str, last: str) -> None:
    place = page.locator("#remember")
    if last == "address":
        page.goto(f"{address}/{TWO}#remember")  # as from a hit of the search
    else:
        page.goto(f"{address}/{TWO}")
        assert not place.is_visible()
        page.evaluate("document.querySelector('a[href=\"#remember\"]').click()")
    place.wait_for()
    page.wait_for_function("() => document.querySelector('#remember').getBoundingClientRect().top < innerHeight")
    assert page.evaluate("scrollY") > 0


def test_page_counts_as_read_only_when_it_was_open(page: Page, address: str) -> None:
    read = "() => (localStorage.getItem('wouldblock.read') ?? '').includes('one_at_a_time')"
    page.goto(f"{address}/{PAGE}")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    assert not page.evaluate(read)
    page.locator(".wb-option").first.click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(read)


def test_veiled_program_is_copied_whole(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    page.locator("[data-program='blocking/one_at_a_time/server.py'] .wb-copy").focus()
    page.keyboard.press("Enter")
    page.locator(".wb-copy").get_by_text("Copied").wait_for()
    assert "#> a client is being served" in page.evaluate("navigator.clipboard.readText()")


def test_every_question_of_the_site_can_be_answered(page: Page, address: str) -> None:
    questions = [
        path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "wb-predict" in path.read_text("utf-8")
    ]
    assert questions
    for path in questions:
        page.goto(f"{address}/{path}")
        for question in page.locator("details.wb-predict").all():
            options = question.locator(".wb-option")
            assert options.count() >= 2, path
            options.first.click()
            assert question.locator(".wb-right").count() == 1, path
            assert len(question.locator(".wb-verdict").inner_text()) > 30, path
        assert page.locator(".wb-veiled, .wb-hidden, .wb-veil").count() == 0, path


def test_without_scripts_it_is_a_fold_with_its_answer_in_another(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        assert page.locator(".wb-scenario .wb-out").first.is_visible()
        assert not page.get_by_text("Its connection is refused.").is_visible()
        page.get_by_text("Predict: what happens to the second client?").click()
        assert page.get_by_text("Its connection is refused.").is_visible()
        page.locator("summary").get_by_text("Answer").click()
        assert page.get_by_text("the only thread waits").is_visible()


def test_nothing_is_veiled_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}")
    page.emulate_media(media="print")
    assert page.evaluate(SEEN) > 0 and page.locator(".wb-picture").is_visible()
    assert page.locator("#remember").is_visible()
    assert not page.locator(".wb-veil").first.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_a_question_veils_its_page(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.moved += value; }).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{address}/{PAGE}")
    page.wait_for_timeout(300)
    assert page.evaluate("moved") < 0.02

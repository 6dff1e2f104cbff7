"""The player of a recorded run in a real browser: step by step, beside or below the programs, on a screen and a phone."""

import pytest
from playwright.sync_api import Browser, Page

from support.pictures import EXAMPLE, LIT, told
from support.served import UNVEILED


def read(page: Page, address: str, width: int, height: int) -> None:
    """Open a page in a window of this size; what it brings into view is there at once."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)


def state(page: Page) -> list[str]:
    return page.locator(".wb-state").first.locator("li").all_inner_texts()


def test_run_is_played_step_by_step_and_tells_who_is_blocked_and_what_is_under_way(page: Page, address: str) -> None:
    page.goto(f"{address}/connections/echo_once.html")
    player = page.locator(".wb-picture").first
    shown = player.locator(".wb-calls > g:not(.wb-later)")
    player.get_by_role("button", name="One step on").click()
    assert shown.count() == 1 and told(page).startswith("server.py: listen.")
    assert state(page) == ["server.py runs"]
    page.keyboard.press("ArrowRight")
    assert shown.count() == 2 and state(page) == ["server.py waits in accept"]
    assert told(page).startswith("server.py: accept blocks …"), "what ends the wait is not known yet"
    assert page.locator(".wb-open").text_content() == "accept waits … →\u00a0c1", "nor how long it takes"
    assert page.evaluate(LIT) == [["connection, _ = listener.accept()"], []] or page.evaluate(LIT)[0]
    page.keyboard.press("ArrowRight")
    assert "client.py runs" in state(page)
    page.keyboard.press("ArrowRight")
    assert "server.py runs" in state(page) and "until client.py's connect" in told(page)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert "c1: 5 bytes in the kernel" in state(page)
    assert all(len(lines) == 1 for lines in page.evaluate(LIT)), "the line on which each program stands"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert shown.count() == 4
    player.get_by_role("button", name="Show the whole picture").click()
    assert player.locator(".wb-later").count() == 0 and not page.locator(".wb-state").first.is_visible()


def test_player_plays_by_itself_to_the_end_and_can_be_paused(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(f"{address}/connections/echo_once.html")
    player = page.locator(".wb-picture").first
    count = player.locator(".wb-count")
    steps = int(count.inner_text().split()[0])
    player.get_by_role("button", name="Play").click()
    page.clock.run_for(2500)
    assert count.inner_text() == f"3 of {steps}"
    player.get_by_role("button", name="Pause").click()
    page.clock.run_for(5000)
    assert count.inner_text() == f"3 of {steps}"
    player.get_by_role("button", name="Play").click()
    page.clock.run_for(1200 * steps)
    assert count.inner_text() == f"{steps} of {steps}"
    assert player.locator(".wb-later").count() == 0


@pytest.mark.parametrize("width", [1280, 1366, 1920])
@pytest.mark.parametrize("path", [EXAMPLE, "blocking/article_experiment.html", "processes/fork_per_connection.html"])
def test_programs_stand_beside_the_picture_on_a_wide_screen(page: Page, address: str, width: int, path: str) -> None:
    read(page, f"{address}/{path}", width, 900)
    code, chart = (page.locator(f".wb-stage {box}").first.bounding_box() for box in (".wb-code", ".wb-chart"))
    assert code["width"] > 200 and code["x"] + code["width"] <= chart["x"]
    assert chart["x"] + chart["width"] <= width
    assert code["height"] < 780, "all programs are in view at once"
    for _ in range(8):
        page.get_by_role("button", name="One step on").first.click()
    assert sum(map(len, page.evaluate(LIT))) >= 2, "the line of each program that stands there"


@pytest.mark.parametrize("width", [1280, 1366, 1920])
@pytest.mark.parametrize("path", ["threads/lock_order.html", "processes/prefork_and_crash.html"])
def test_programs_stand_above_a_picture_of_many_lanes_and_stay_in_view(
    page: Page, address: str, width: int, path: str
) -> None:
    read(page, f"{address}/{path}", width, 768)
    for _ in range(14):
        page.get_by_role("button", name="One step on").first.click()
    code, call_made = (page.locator(box).first.bounding_box() for box in (".wb-code", ".wb-calls > .wb-on"))
    assert code["width"] > 400, "wide enough for most lines"
    assert code["y"] >= 40 and code["y"] + code["height"] <= call_made["y"] < 768
    assert code["y"] + code["height"] < 400, "more than half of the screen is for the picture"
    assert page.locator(".wb-chart svg").first.evaluate(
        "(svg) => svg.getBoundingClientRect().width === svg.viewBox.baseVal.width"
    )


def test_line_on_which_two_threads_stand_is_lit_once(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{address}/threads/thread_per_connection.html")
    steps = int(page.locator(".wb-count").first.inner_text().split()[0])
    page.get_by_role("button", name="One step on").first.focus()
    for _ in range(steps):
        page.keyboard.press("ArrowRight")
        for lines in page.evaluate(LIT):
            assert len(lines) == len(set(lines)), lines


def test_lane_that_has_not_begun_has_no_line(page: Page, address: str) -> None:
    page.goto(f"{address}/threads/lock_order.html")
    page.get_by_role("button", name="One step on").first.click()
    shown = "(all) => all.map((life) => getComputedStyle(life).visibility)"
    lives = page.locator(".wb-life")
    assert lives.evaluate_all(shown) == ["visible"] * 2 + ["hidden"] * 3, "the main thread starts thread 1"
    page.get_by_role("button", name="Show the whole picture").first.click()
    assert lives.evaluate_all(shown) == ["visible"] * 5


@pytest.mark.parametrize("width", [390, 1280])
def test_way_back_to_the_top_covers_no_control(page: Page, address: str, width: int) -> None:
    read(page, f"{address}/processes/prefork_and_crash.html", width, 844)
    page.get_by_role("button", name="One step on").first.click()
    page.mouse.wheel(0, 900)
    page.wait_for_timeout(100)
    page.mouse.wheel(0, -60)
    top = page.locator(".md-top")
    top.wait_for(state="visible")
    player = page.locator(".wb-player").first.bounding_box()
    assert top.bounding_box()["y"] > player["y"] + player["height"]


def test_controls_stand_in_one_row_on_a_phone(page: Page, address: str) -> None:
    read(page, f"{address}/processes/prefork_and_crash.html", 390, 844)
    for _ in range(12):
        page.get_by_role("button", name="One step on").first.click()
    middles = page.locator(".wb-controls > *").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => Math.round(top + height / 2))"
    )
    assert max(middles) - min(middles) <= 2


@pytest.mark.parametrize("width", [390, 1280])
def test_player_stays_in_view_while_the_picture_scrolls(page: Page, address: str, width: int) -> None:
    read(page, f"{address}/processes/prefork_and_crash.html", width, 844)
    step = page.get_by_role("button", name="One step on").first
    for _ in range(40):
        step.click()
    for box in (".wb-controls", ".wb-state", ".wb-told", ".wb-calls > .wb-on"):
        place = page.locator(box).first.bounding_box()
        assert 40 <= place["y"] <= 844, box
        assert place["x"] >= 0 and place["x"] + place["width"] <= width, box
    assert page.locator(".wb-player").first.bounding_box()["height"] < 300


@pytest.mark.parametrize("width", [390, 1280])
def test_names_of_the_lanes_stay_above_their_lanes(page: Page, address: str, width: int) -> None:
    read(page, f"{address}/processes/prefork_and_crash.html", width, 844)
    for _ in range(40):
        page.get_by_role("button", name="One step on").first.click()
    player = page.locator(".wb-player").first.bounding_box()
    name = page.locator(".wb-names .wb-heads text", has_text="client.py").first.bounding_box()
    call_made = page.locator(".wb-calls > [data-line^='client.py']").first.bounding_box()
    assert player["y"] + player["height"] <= name["y"] < 600
    assert abs(name["x"] + name["width"] / 2 - call_made["x"] - call_made["width"] / 2) < 3


def test_thread_waits_for_what_its_call_says(page: Page, address: str) -> None:
    page.goto(f"{address}/waiting/who_waits.html")
    page.get_by_role("button", name="One step on").first.click()
    page.keyboard.press("ArrowRight")
    assert state(page) == ["who_waits.py waits for event"]


def test_names_stand_there_when_a_veiled_picture_is_shown(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{address}/processes/prefork_and_crash.html")
        names = page.locator(".wb-names")
        assert not names.is_visible(), "the picture gives the answer away"
        page.evaluate(UNVEILED)
        page.locator(".wb-options button").first.click()
        heads = page.locator(".wb-chart .wb-heads").first
        heads.wait_for(state="visible")
        (over, under) = names.bounding_box(), heads.bounding_box()
        assert over["height"] < 60 and over["y"] <= under["y"]
        assert over["y"] + over["height"] >= under["y"] + under["height"] - 2


@pytest.mark.parametrize("width", [390, 1280])
def test_names_of_the_lanes_are_seen_in_the_window_of_the_home_page(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/index.html")
    for _ in range(20):
        page.get_by_role("button", name="One step on").click()
    name = page.locator(".wb-names .wb-heads text", has_text="client.py").bounding_box()
    call_made = page.locator(".wb-calls > .wb-on").first.bounding_box()
    chart = page.locator(".wb-chart").bounding_box()
    assert chart["y"] <= name["y"] and name["y"] + name["height"] <= call_made["y"]
    assert call_made["y"] < chart["y"] + chart["height"]

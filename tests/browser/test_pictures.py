"""A picture of a recorded run in a real browser: by pointer, keyboard and finger, on a screen, a phone and paper."""

import base64
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from support.pictures import EXAMPLE, LIT, told
from support.served import SITE, UNVEILED

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if 'class="wb-picture"' in path.read_text("utf-8")
)
TOO_WIDE = """() => [...document.querySelectorAll(".wb-calls > g")].filter((call) => {
    const frame = call.firstElementChild.getBBox();
    return [...call.querySelectorAll("text")].some((text) => {
        const { y, height } = text.getBBox();
        const ends = [...text.textContent].map((letter, at) => (letter === " " ? 0 : text.getEndPositionOfChar(at).x));
        return Math.max(...ends) > frame.x + frame.width || y < frame.y - 1 || y + height > frame.y + frame.height + 1;
    });
}).map((call) => call.textContent)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".wb-chart svg")].map((svg) =>
    parseFloat(getComputedStyle(svg.querySelector("text")).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""


def call(page: Page, text: str):
    return page.locator(".wb-calls > g").filter(has_text=text).first


def test_there_are_pictures() -> None:
    assert len(PAGES) >= 20
    assert len({page.partition("/")[0] for page in PAGES}) == 11, "every chapter that is about programs has one"


def test_pointing_at_a_call_shows_what_it_did_and_the_line_that_made_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{EXAMPLE}")
    assert "Point at a call" in told(page)
    call(page, "×200").hover()
    assert "client.py: send on c1 blocks for" in told(page) and "until server.py's recv" in told(page)
    assert told(page).endswith("connection.sendall(payload)")
    assert "wb-on" in call(page, "×200").get_attribute("class").split()
    assert page.locator(".wb-calls > .wb-on").count() == 1
    assert page.evaluate(LIT) == [[], ["connection.sendall(payload)"]]


def test_both_ends_of_an_arrow_are_marked_with_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{EXAMPLE}")
    call(page, "×41").focus()
    arrows = page.locator(".wb-arrows > .wb-on").all()
    ends = {end for arrow in arrows for end in arrow.get_attribute("data-ends").split()}
    marked = page.locator(".wb-calls > g").evaluate_all(
        "(all) => all.flatMap((call, number) => /wb-(on|same)/.test(call.getAttribute('class')) ? [`${number}`] : [])"
    )
    assert arrows and ends <= set(marked)


def test_tab_reaches_the_first_call_and_keeps_the_hint_until_then(page: Page, address: str) -> None:
    page.goto(f"{address}/{EXAMPLE}")
    page.locator(".wb-picture .wb-controls button:enabled").last.focus()
    page.keyboard.press("Tab")
    while page.evaluate(
        "document.activeElement.closest('.wb-chart, .wb-listing') && !document.activeElement.closest('.wb-calls')"
    ):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.querySelector('.wb-calls > g')")
    assert told(page).startswith("server.py: listen")


def test_arrow_keys_move_from_call_to_call_and_tab_leaves(page: Page, address: str) -> None:
    page.goto(f"{address}/{EXAMPLE}")
    calls = page.locator(".wb-calls > g")
    assert calls.evaluate_all("(all) => all.filter((one) => one.tabIndex === 0).length") == 1
    calls.first.focus()
    assert told(page).startswith("server.py: listen")
    page.keyboard.press("ArrowDown")
    assert told(page).startswith("server.py: accept") and "listener.accept()" in told(page)
    page.keyboard.press("End")
    assert calls.last.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.wb-calls')") is None


def test_pointing_at_a_line_marks_the_calls_that_it_made(page: Page, address: str) -> None:
    page.goto(f"{address}/{EXAMPLE}")
    code = page.locator("[data-program='blocking/now_it_blocks/server.py'] code")
    number = code.text_content().split("\n").index("            doorbell, _ = listener.accept()")
    padding, height = code.evaluate(
        "(code) => { const style = getComputedStyle(code); return [parseFloat(style.paddingTop), parseFloat(style.lineHeight)]; }"
    )
    code.hover(position={"x": 150, "y": padding + (number + 0.5) * height})
    (marked,) = page.locator(".wb-calls > .wb-same").all()
    assert marked.get_attribute("data-line") == f"server.py:{number + 1}"
    assert "→\u00a0c2" in marked.text_content()


def test_each_call_names_a_line_that_stands_there_and_words_stand_inside_their_boxes(page: Page, address: str) -> None:
    for path in PAGES:
        page.goto(f"{address}/{path}")
        made = page.locator(".wb-calls > [data-line]").count()
        labels = page.locator(".wb-calls > g").evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")
        assert made == len([label for label in labels if " Line " in label]) > 0, path
        assert not [label for label in labels if re.search(r" Line \d+: (#|$)", label)], path
        assert page.evaluate(TOO_WIDE) == [], path


@pytest.mark.parametrize("width", [390, 1280])
def test_words_are_large_enough_and_what_scrolls_can_have_the_focus(browser: Browser, address: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        context.add_init_script(UNVEILED)
        page = context.new_page()
        for path in PAGES:
            page.goto(f"{address}/{path}")
            assert page.evaluate(SMALLEST) >= 10.9, path
            for frame in page.locator(".wb-chart").all():
                scrolls = frame.evaluate("(one) => one.scrollWidth > one.clientWidth")
                assert scrolls == (frame.get_attribute("tabindex") == "0"), path
                assert not scrolls or width == 390, path


def test_printed_picture_is_black_on_white_and_has_nothing_to_press(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        context.add_init_script(UNVEILED)
        page = context.new_page()
        page.goto(f"{address}/{EXAMPLE}")
        call(page, "×200").hover()
        page.emulate_media(media="print")
        assert not page.locator(".wb-told, .wb-controls, .wb-code").filter(visible=True).count()
        colors = page.locator(".wb-calls text, .wb-calls rect").evaluate_all(
            "(all) => [...new Set(all.map((one) => one.localName === 'text' ? getComputedStyle(one).fill : getComputedStyle(one).stroke))]"
        )
        assert sorted(colors) == ["rgb(0, 0, 0)", "rgb(51, 51, 51)"]


INK = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0);
    const { data } = canvas.getContext("2d").getImageData(0, 0, image.width, image.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) dark += data[at] < 128;
    return dark / (data.length / 4);
}"""


def test_tall_picture_is_printed_in_parts_that_look_like_it(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 680, "height": 1000})
    page.goto(f"{address}/processes/prefork_and_crash.html")
    parts = page.locator(".wb-parts > svg")
    assert not parts.first.is_visible()
    page.emulate_media(media="print")
    assert parts.count() == 3 and not page.locator(".wb-picture[data-folder] .wb-chart").is_visible()
    page.locator(".wb-parts").scroll_into_view_if_needed()
    blank = context.new_page()
    for part in parts.all():
        ink = blank.evaluate(INK, base64.b64encode(part.screenshot()).decode())
        assert 0.02 < ink < 0.2, "text and lines, and no black boxes"


def test_on_paper_home_shows_the_whole_run_and_nothing_to_press(page: Page, address: str) -> None:
    page.goto(address + "/index.html")
    page.emulate_media(media="print")
    chart = page.locator(".wb-first .wb-chart")
    assert chart.evaluate("(box) => box.scrollHeight - box.clientHeight") <= 1
    assert not page.locator(".wb-actions, .wb-controls, .wb-ask").filter(visible=True).count()
    colors = page.locator(".wb-l").evaluate_all("(all) => all.map((line) => getComputedStyle(line).backgroundColor)")
    assert set(colors) == {"rgba(0, 0, 0, 0)"}


def test_long_table_goes_on_on_the_next_page_and_a_short_one_is_kept_whole(page: Page, address: str) -> None:
    kept = """(box) => {
        for (; box; box = box.parentElement) if (getComputedStyle(box).breakInside !== 'auto') return box.localName;
    }"""
    page.goto(address + "/errors.html")
    page.emulate_media(media="print")
    table = page.locator("details table").first
    assert table.bounding_box()["height"] > 1000
    assert table.evaluate(kept) is None
    page.goto(address + "/measured/gil.html")
    assert page.locator("article table").first.evaluate(kept) == "table"


@pytest.mark.parametrize(("path", "are"), [(EXAMPLE, False), ("processes/prefork_and_crash.html", True)])
def test_words_of_a_tall_picture_are_printed_too(page: Page, address: str, path: str, are: bool) -> None:
    page.goto(f"{address}/{path}")
    item = page.locator(".wb-picture[data-folder] ol > li").last
    assert item.evaluate("(one) => one.checkVisibility({ contentVisibilityAuto: true })") is False
    page.emulate_media(media="print")
    assert item.evaluate("(one) => one.checkVisibility()") is are


def test_picture_and_its_words_are_there_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{EXAMPLE}")
        assert page.get_by_role("img", name="What server.py, client.py asked of the kernel").is_visible()
        page.locator("summary").get_by_text("The same in words").first.click()
        assert page.locator("figure ol > li").first.inner_text() == "server.py: listen."
        assert page.locator(".wb-told").count() == 0


def test_page_without_a_picture_asks_for_nothing_of_it(page: Page, address: str) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/connections/frames.html")
    assert asked and not [url for url in asked if "picture" in url]

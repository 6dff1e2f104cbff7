"""What only a browser can tell: what is copied, what is asked for, and what fits on a phone."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from support.served import PAGES, SITE, serve
from support.watch import troubles
from wouldblock.project import SNIPPETS
from wouldblock.scenario.model import find

WITH_PROGRAMS = [page for page in PAGES if "data-program" in (SITE / page).read_text("utf-8")]


def test_pages_with_programs_are_found() -> None:
    assert WITH_PROGRAMS


def test_copy_button_gives_every_program_as_its_file_is(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 800})  # where programs stand in tabs
    copied = {}
    for path in WITH_PROGRAMS:
        page.goto(f"{address}/{path}")
        for block in page.locator("[data-program]").all():
            name = block.get_attribute("data-program")
            if not block.is_visible():
                scenario = page.locator(".wb-scenario").filter(has=page.locator(f"[data-program='{name}']"))
                scenario.locator(".tabbed-labels label").filter(
                    has_text=re.compile(rf"^{name.rpartition('/')[2]}$")
                ).click()
            block.locator("button").first.click()
            copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert copied == {name: (SNIPPETS / name).read_text("utf-8") for name in copied}
    programs = [program for scenario in find() for program in scenario.programs]
    assert {program.read_text("utf-8") for program in programs} == set(copied.values()), "no program is missing"


def test_copied_command_does_not_run_by_itself_in_a_terminal(page: Page, address: str) -> None:
    page.goto(f"{address}/blocking/one_at_a_time.html")
    page.locator(".wb-terminals button").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == "python server.py"


def test_page_for_a_wrong_address_is_whole_at_any_depth(page: Page) -> None:
    home = re.search(r'rel="canonical" href="([^"]*)index.html"', (SITE / "index.html").read_text("utf-8"))[1]
    with serve(urlsplit(home).path.rstrip("/")) as served:  # its addresses begin with the site's own path
        noticed = troubles(page, served.address, f"{served.address}/no/such/page.html")
        assert [trouble for trouble in noticed if "404 (Not Found)" not in trouble] == []
        assert page.locator(".wb-scheme").is_visible()


def test_policy_is_strict_on_every_page() -> None:
    for path in PAGES:
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', (SITE / path).read_text("utf-8"))[
            1
        ]
        assert (
            policy
            == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
        )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p style='color: red'>x</p>", "style-src-attr inline"),
        ("<img src='https://example.org/x.png'>", "img-src https://example.org/x.png"),
        ("<style>p { color: red }</style>", "style-src-elem inline"),
        ("<img src=x onerror='alert()'>", "script-src-attr inline"),
        ("<script>alert()</script>", "script-src-elem inline"),
        ("<script>document.title = 'x'</script>", "script-src-elem inline"),
    ],
)
def test_what_the_policy_forbids_is_noticed(page: Page, address: str, html: str, expected: str) -> None:
    def answer(route) -> None:
        route.fulfill(
            body=(SITE / "index.html").read_text("utf-8").replace("</article>", f"{html}</article>"),
            content_type="text/html",
        )

    page.route("**/index.html", answer)
    assert expected in troubles(page, address, f"{address}/index.html")


@pytest.mark.parametrize("path", ["index.html", "blocking/one_at_a_time.html", "ledger.html"])
def test_site_on_a_disk_can_be_walked_and_searched(page: Page, path: str) -> None:
    page.goto(f"{SITE.as_uri()}/{path}")
    page.locator(".md-footer__link--next, .md-footer__link--prev").first.click()
    page.wait_for_url(lambda url: url != f"{SITE.as_uri()}/{path}")
    page.keyboard.press("/")
    page.keyboard.type("deadlock")
    page.locator(".wb-search a").first.click()
    page.locator("h1").wait_for()
    assert page.url.startswith(SITE.as_uri())


def test_chosen_scheme_is_kept_and_no_other_is_painted(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{address}/index.html")
        page.locator(".wb-scheme").focus()
        page.keyboard.press("Enter")
        page.add_init_script(
            "window.painted = new Set(); (function look() {"
            "if (document.body) painted.add(document.body.dataset.mdColorScheme); requestAnimationFrame(look); })()"
        )
        page.goto(f"{address}/glossary.html")
        assert page.evaluate("[...painted]") == ["slate"]


NARROW = {"width": 1000, "height": 800}


def test_tab_is_chosen_by_keyboard_and_not_carried_to_the_next_page(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{address}/blocking/one_at_a_time.html")
    page.locator(".tabbed-set > input").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-program='blocking/one_at_a_time/client.py']").is_visible()
    page.goto(f"{address}/connections/echo_once.html")
    assert page.locator("[data-program='connections/echo_once/server.py']").is_visible()
    assert not page.locator("[data-program='connections/echo_once/client.py']").is_visible()


def test_programs_of_a_pair_stand_side_by_side_on_a_wide_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{address}/blocking/one_at_a_time.html")
    server, client = (
        page.locator(f"[data-program='blocking/one_at_a_time/{name}.py']") for name in ("server", "client")
    )
    left, right = server.bounding_box(), client.bounding_box()
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    assert right["x"] + right["width"] <= 1366
    assert page.locator(".wb-pair .tabbed-set > input >> visible=true").count() == 0, "there is no tab to choose"


@pytest.mark.parametrize("path", ["choosing/seven_servers", "measured/gil", "gil/who_survives", "observed/apache"])
@pytest.mark.parametrize("width", [390, 1366])
def test_copy_button_covers_no_code_and_commands_are_seen_whole(page: Page, address: str, width: int, path) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{path}.html")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    covering = """[...document.querySelectorAll(".wb-copy")].filter((button) => {
        const { bottom } = button.getBoundingClientRect(), code = button.parentElement.querySelector("pre");
        return code.offsetParent && bottom > code.getBoundingClientRect().top + 1;
    }).length"""
    assert page.evaluate(covering) == 0
    cut = """[...document.querySelectorAll(".wb-terminals pre > code, .wb-printed pre > code")].filter((code) => code.scrollWidth > code.clientWidth).length"""
    assert page.evaluate(cut) == 0


def test_seven_servers_shows_seven_servers_and_its_client_once(page: Page, address: str) -> None:
    page.goto(f"{address}/choosing/seven_servers.html")
    programs = page.locator("[data-program]").evaluate_all("(all) => all.map((block) => block.dataset.program)")
    assert len([name for name in programs if name.endswith("/server.py")]) == 7
    assert len([name for name in programs if name.endswith("/client.py")]) == 1


def test_contents_follow_the_reader_and_lead_back_to_the_top(page: Page, address: str) -> None:
    page.goto(f"{address}/blocking/one_at_a_time.html")
    page.locator(".md-sidebar--secondary").get_by_text("What are the ways out?").click()
    current = page.locator(".md-sidebar--secondary [aria-current]")
    current.wait_for()
    assert current.inner_text().strip() == "What are the ways out?"
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -100)
    page.locator(".md-top").click()
    page.wait_for_function("() => scrollY === 0")


def test_menu_of_a_phone_opens_and_closes_by_keyboard(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{address}/blocking/one_at_a_time.html")
        link = page.locator(".md-sidebar--primary a >> visible=true")
        assert link.count() == 0
        page.locator(".wb-menu").focus()
        page.keyboard.press("Enter")
        assert link.count() > 0
        page.keyboard.press("Escape")
        assert link.count() == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["index.html", "blocking/one_at_a_time.html", "blocking/how_much_fits.html"])
def test_focus_can_be_seen_wherever_the_tab_key_leads(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{path}")
    visited = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
                const focused = document.activeElement, tabs = focused.matches('.tabbed-set > input');
                const drawn = tabs ? focused.parentElement.querySelector('.tabbed-labels')
                    : focused.matches('.md-nav__toggle') ? focused.nextElementSibling : focused;
                const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
                return { what: focused.outerHTML.slice(0, 120), seen: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 };
            }"""
        )
        if where["what"].startswith("<body"):
            break  # once around
        assert where["seen"], f"the focus can't be seen on {where['what']}"
        visited.add(where["what"])
    assert len(visited) > 10


def test_nothing_moves_for_those_who_asked_for_less_motion(browser: Browser, address: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{address}/blocking/one_at_a_time.html")
        moving = """[...document.querySelectorAll('*')].filter((one) => ['', '::before', '::after'].some((part) => {
            const { transitionDuration, transitionProperty, animationName, scrollBehavior } = getComputedStyle(one, part);
            return (transitionProperty !== 'none' && parseFloat(transitionDuration) > 0) || animationName !== 'none' || scrollBehavior === 'smooth';
        })).map((one) => one.outerHTML.slice(0, 80))"""
        assert page.evaluate(moving) == []


def test_page_can_be_read_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=NARROW) as context:
        page = context.new_page()
        page.goto(f"{address}/blocking/one_at_a_time.html")
        assert page.locator("button >> visible=true").count() == 0
        page.locator(".tabbed-labels label").get_by_text("client.py").click()
        assert page.locator("[data-program='blocking/one_at_a_time/client.py']").is_visible()
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.locator(".md-sidebar--primary a >> visible=true").count() > 5


def test_printed_page_shows_every_program_under_its_name_and_no_button(page: Page, address: str) -> None:
    page.goto(f"{address}/blocking/one_at_a_time.html")
    page.emulate_media(media="print")
    for program in page.locator("[data-program]").all():
        assert program.is_visible() and program.locator(".filename").is_visible()
    assert page.locator("button >> visible=true").count() == 0
    assert page.locator("details > p").first.bounding_box()["height"] > 0  # folded, but printed
    target = "[...document.querySelectorAll('article a[href^=http]')].map((link) => getComputedStyle(link, '::after').content)"
    assert all("https://" in printed for printed in page.evaluate(target))


def test_page_is_printed_in_dark_ink_from_a_dark_screen(browser: Browser, address: str) -> None:
    printed = {}
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
            page = context.new_page()
            page.goto(f"{address}/blocking/one_at_a_time.html")
            page.emulate_media(media="print")
            color = "[...document.querySelectorAll('article *')].map((one) => getComputedStyle(one).color)"
            printed[scheme] = page.evaluate(color)
    assert printed["dark"] == printed["light"]


def test_page_whose_end_was_reached_is_marked_as_read_where_it_is_listed(page: Page, address: str) -> None:
    page.goto(f"{address}/connections/frames.html")
    assert page.locator(".wb-read").count() == 0
    page.keyboard.press("End")
    page.locator(".md-sidebar--primary .wb-read").first.wait_for(state="attached")
    page.goto(f"{address}/connections/index.html")
    assert page.locator("article li a.wb-read").evaluate_all(
        "(all) => all.map((link) => link.pathname.split('/').pop())"
    ) == ["frames.html"]


def test_ledger_shows_the_rows_of_one_verdict_and_a_link_shows_all_again(page: Page, address: str) -> None:
    page.goto(f"{address}/ledger.html")
    rows = page.locator("article h3[id^=claim-] >> visible=true")
    assert rows.count() == 75
    page.get_by_role("button", name="fragile").focus()
    page.keyboard.press("Enter")
    assert rows.count() == 2 and page.get_by_role("button", name="fragile").get_attribute("aria-pressed") == "true"
    page.locator("table a[href='#claim-1']").click()
    assert rows.count() == 75


@pytest.mark.parametrize(("scheme", "ground"), [("dark", "rgb(19, 27, 36)"), ("light", "rgb(255, 255, 255)")])
def test_page_without_scripts_has_the_colors_that_its_reader_prefers(
    browser: Browser, address: str, scheme, ground
) -> None:
    with browser.new_context(java_script_enabled=False, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{address}/connections/frames.html")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
        assert page.get_by_role("link", name="Glossary", exact=True).first.is_visible()

"""The one stylesheet of the site looks as the theme's and ours in full do: each element has the same computed style."""

import pytest
from playwright.sync_api import Browser

from support.served import SITE

PAGES = ["index.html", "blocking/one_at_a_time.html", "blocking/how_much_fits.html", "errors.html", "glossary.html"]
# Of each element, and of what stands before and after it, one number out of all its computed properties.
STYLES = """() => {
    document.querySelectorAll('details').forEach((one) => { one.open = true; });
    document.querySelector('dialog').show();
    const names = [...getComputedStyle(document.body)].filter((name) => !name.startsWith('--'));
    const sum = (style) => names.reduce((found, name) => {
        for (const letter of style.getPropertyValue(name)) found = (Math.imul(found, 31) + letter.codePointAt(0)) | 0;
        return found;
    }, names.length);
    return [...document.querySelectorAll('html, body, body *')].map((one) => ['', '::before', '::after'].map((part) => {
        const style = getComputedStyle(one, part);
        return part && style.content === 'none' ? 'nothing' : sum(style);
    }).join(' '));
}"""


def full() -> str:
    folder = SITE / "assets"
    theme = [next(folder.glob(f"stylesheets/{name}.*.min.css")) for name in ("main", "palette")]
    return "\n".join(path.read_text("utf-8") for path in [*theme, folder / "wouldblock.css"])


def styles(browser: Browser, address: str, css: str, **view) -> list[str]:
    with browser.new_context(reduced_motion="reduce", **view) as context:
        page = context.new_page()
        page.route("**/site.css", lambda route: route.fulfill(body=css, content_type="text/css"))
        page.goto(address)
        return page.evaluate(STYLES)


@pytest.mark.parametrize("view", [(1280, "light"), (1280, "dark"), (390, "light")], ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_dropped_rules_change_nothing(browser: Browser, address: str, path: str, view: tuple[int, str]) -> None:
    width, scheme = view
    size = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    kept = (SITE / "assets" / "site.css").read_text("utf-8")
    assert len(kept) < len(full()) / 2
    ours, theirs = (styles(browser, f"{address}/{path}", css, **size) for css in (kept, full()))
    assert len(ours) == len(theirs)
    differences = [position for position in range(len(ours)) if ours[position] != theirs[position]]
    assert differences == []


def test_a_dropped_rule_that_matters_is_noticed(browser: Browser, address: str) -> None:
    kept = (SITE / "assets" / "site.css").read_text("utf-8")
    without = kept.replace(".wb-scenario{margin", ".wb-nothing{margin", 1)
    assert without != kept
    page = f"{address}/blocking/one_at_a_time.html"
    assert styles(browser, page, without) != styles(browser, page, kept)

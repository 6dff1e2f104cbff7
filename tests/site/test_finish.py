"""The last step of a build drops what no page needs, and only that."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from served import SITE
from wouldblock import finish, search, stylesheet

PAGE = '<body dir="ltr"><p class="one two" id="here">A <code>word</code></p><dialog></dialog></body>'
PRESENT = stylesheet.names([PAGE])


@pytest.mark.parametrize(
    ("selector", "applies"),
    [
        ("p.one code", True),
        ("#here::before", True),
        ("p:not(.three)", True),
        ("p:nth-child(2n + 1) > code:hover", True),
        ("[dir=ltr] p", True),
        ("[dir=rtl] p", False),
        ("[hidden]", True),
        ("p .three", False),
        ("#there", False),
        ("table", False),
    ],
)
def test_rule_stays_if_a_page_may_have_what_it_asks_for(selector: str, applies: bool) -> None:
    assert stylesheet.applies(selector, PRESENT) is applies


def test_stylesheet_loses_rules_and_properties_that_nobody_uses() -> None:
    css = (
        '@charset "utf-8"; :root { --used: red; --unused: url("data:a;b}c"); --through: 1; --other: var(--through) }'
        "p, table { color: var(--used) } table { color: blue } @media print { table { color: red } p { color: black } }"
    )
    purged = stylesheet.purge(css, PRESENT)
    assert purged == ":root{--used:red;}p{color:var(--used)}@media print{p{color:black}}"


def test_index_knows_words_terms_and_sections_but_no_programs() -> None:
    entries = [
        {"location": "a.html", "title": "A page", "text": "<p>Waiting &amp; 死锁</p>"},
        {"location": "a.html#b", "title": "A section", "text": "<pre><code>secret = 1</code></pre>"},
        *({"location": f"{name}.html", "title": "Other", "text": ""} for name in "bcd"),
    ]
    html = '<meta name="description" content="It&#39;s."><h2 id="b">A section</h2><dl><dt>A <code>term</code></dt></dl>'
    script = search.index(entries, dict.fromkeys((f"{name}.html" for name in "abcd"), html))
    index = json.loads(script.removeprefix("window.searchIndex = ").removesuffix(";\n"))
    assert index["pages"][0] == ["a.html", "A page", "It's."]
    assert index["sections"][:2] == [[0, "b", "A term"], [0, "b", "A section"]]
    assert (index["words"], index["where"]) == ("wait 死锁", ["#", "#"])


def test_built_site_has_one_stylesheet_and_another_for_pictures_no_style_and_no_inline_script() -> None:
    for path in SITE.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        sheets = ["site.css", "picture.css"] if page.select(".wb-picture") else ["site.css"]
        assert [sheet["href"].rpartition("/")[2] for sheet in page.select("link[rel=stylesheet]")] == sheets
        assert not page.select("[style], style, script:not([src]), [onclick]")
        assert not re.search(r"<th>\s*</th>", str(page))


def test_finished_site_asks_for_nothing_that_was_removed() -> None:
    assert not (SITE / "assets" / "javascripts").exists()
    for name in ("site.css", "site.js", "search.js", "search-index.js", "lunr.js"):
        assert (SITE / "assets" / name).stat().st_size > 1000
    assert "@license MIT" in (SITE / "assets" / "lunr.js").read_text("utf-8")


def test_menus_of_the_theme_get_focus_and_name() -> None:
    tidied = finish.tidy(
        '<link rel="stylesheet" href="../assets/a.css"><script src="x"></script>'
        '<input type="checkbox" id="__nav_2"><label class="md-nav__link" for="__nav_2" tabindex="0">A</label>'
    )
    assert 'aria-label="Pages of this chapter" id="__nav_2"' in tidied
    assert 'for="__nav_2">' in tidied
    assert 'href="../assets/site.css"' in tidied

"""The last step of a build drops what no page needs, and only that."""

import json
import re

import pytest

from support.parsed import READS_PAGES, parsed
from support.served import SITE
from wouldblock.site import finish
from wouldblock.site.finish import search, stylesheet

PAGE = '<body dir="ltr"><p class="one two" id="here">A <code>word</code></p><dialog></dialog></body>'
PRESENT = stylesheet.names([PAGE], "")


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


def test_stylesheet_loses_what_is_set_once_more_and_what_no_root_and_no_tab_can_have() -> None:
    css = (
        ":root, p { --a: red; --b: 1 } @media print { :root, p { --a: black } } :root, p { --a: blue; color: var(--a) var(--b) }"
        "@keyframes used { 0% { top: 0 } } @keyframes unused { 0% { top: 0 } } code { animation: used 1s }"
        ".no-js p { top: 1px } p .no-js p { top: 2px } [data-gone] { top: 3px }"
        ".tabbed > :nth-child(2) { top: 4px } .tabbed > :nth-child(3) { top: 5px }"
    )
    page = PAGE + '<html class="no-js"><div class="tabbed"><label for="__tabbed_1_2"></label></div>'
    assert stylesheet.purge(css, stylesheet.names([page], "")) == (
        ":root,p{--b:1}@media print{:root,p{--a:black}}:root,p{--a:blue;color:var(--a) var(--b)}"
        "@keyframes used{0%{top:0}}code{animation:used 1s}.no-js p{top:1px}.tabbed>:nth-child(2){top:4px}"
    )


def page(article: str) -> str:
    return f'<meta name="description" content="It&#39;s."><article class="md-content__inner">{article}</article>'


def test_index_knows_words_terms_and_sections_but_no_programs_and_no_word_twice() -> None:
    pages = {
        "a.html": page(
            '<h1 id="a">A page<a class="headerlink" href="#a">¶</a></h1><p>Waiting &amp; 死锁, waits</p><pre>secret = 1</pre>'
            '<h2 id="b">A <em>section</em></h2><svg><text>drawn</text></svg><dl><dt id="a-term">A <code>term</code> (词)</dt></dl>'
        ),
        **{f"{name}.html": page(f'<h1 id="{name}">Other</h1>') for name in "bcdefgh"},
        "404.html": page("<h1>Not found</h1>"),
    }
    index = json.loads(search.index(pages).removeprefix("window.searchIndex = ").removesuffix(";\n"))
    assert index["pages"][0] == ["a.html", "A page", "It's.", [["A section", "b"], "A term (词)"]]
    assert index["pages"][1] == ["b.html", "Other", "It's.", []]
    assert (index["words"], index["where"]) == ("AsectionAwaitA死锁", "# # #")


def test_index_shares_letters_and_counts_pages_from_one_to_the_next() -> None:
    assert list(search.without_shared(["wait", "waiter", "way"])) == ["Await", "Eer", "Cy"]
    assert [search.letters(pages) for pages in ([0], [1, 3])] == ["#", "$%"]


@READS_PAGES
def test_built_site_has_one_stylesheet_and_another_for_pictures_no_style_and_no_inline_script() -> None:
    for path in SITE.rglob("*.html"):
        page = parsed(path)
        sheets = ["site.css", "picture.css"] if page.select(".wb-picture") else ["site.css"]
        assert [sheet["href"].rpartition("/")[2] for sheet in page.select("link[rel=stylesheet]")] == sheets
        assert not page.select("[style], style, script:not([src]), [onclick]")
        assert not re.search(r"<th>\s*</th>", str(page))


def test_finished_site_asks_for_nothing_that_was_removed() -> None:
    assert not (SITE / "assets" / "javascripts").exists()
    for name in ("site.css", "site.js", "search.js", "search-index.js"):
        assert (SITE / "assets" / name).stat().st_size > 1000


def test_menus_of_the_theme_get_focus_and_name() -> None:
    tidied = finish.tidy(
        '<link rel="stylesheet" href="../assets/a.css"><script src="x"></script>'
        '<input type="checkbox" id="__nav_2"><label class="md-nav__link" for="__nav_2" tabindex="0">A</label>'
    )
    assert 'aria-label="Pages of this chapter" id="__nav_2"' in tidied
    assert 'for="__nav_2">' in tidied
    assert 'href="../assets/site.css"' in tidied


def test_words_are_cut_to_their_stems_as_in_the_browser() -> None:
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
    stems = ["block", "block", "block", "freez", "freez", "byt", "address", "queu", "copi", "run", "101s"]
    assert [search.stem(word) for word in words] == stems


def test_what_readers_write_in_several_ways_is_one_word() -> None:
    assert search.alike("i/o is non-blocking, non blocking or nonblocking at 100 %: wsaemfile") == (
        "io is nonblocking, nonblocking or nonblocking at 100percent: emfile"
    )
    assert search.alike("recv blocks forever, is stuck, freezes, or never returns at high cpu usage") == (
        "recv hang, is hang, hang, or hang at 100percent cpu"
    )
    assert (
        search.alike("a blocking call waits; frozen_loop, never awaited")
        == "a blocking call waits; frozen_loop, never awaited"
    )


def test_entry_that_is_looked_up_has_its_first_sentence_and_the_other_names_of_its_error() -> None:
    html = (
        '<h3 id="errno-98">OSError: [Errno 98] Address already in use</h3><table><tr><td>macOS</td><td>EADDRINUSE, 48</td></tr></table>'
        "<p>Cause: Another socket has the port. It may be yours.</p>"
    )
    assert search.texts_of_places(html) == {"errno-98": ("Another socket has the port.", "EADDRINUSE 48")}
    row = '<h3 id="claim-1">1. Files are like sockets</h3><p>The article says: so.</p><p>Verdict: <span>▲ <b>wrong</b></span></p>'
    assert search.texts_of_places(row)["claim-1"][0] == "Verdict: ▲ wrong"
    windows = html.replace(
        "EADDRINUSE, 48", "10048: <code>[WinError 10048] Only one usage of each socket address</code>"
    )
    assert search.texts_of_places(windows)["errno-98"][1] == "10048 only usage each socket"
    assert search.place("errno-98", "Address", "A sentence.", "48") == ["Address", "errno-98", "A sentence.", "48"]
    assert search.place("address", "Address", "A sentence.") == ["Address", 0, "A sentence."]
    assert search.place("address", "Address") == "Address"

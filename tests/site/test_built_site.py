"""The site that `nox -s build` made: its programs are the files of snippets/, its links lead somewhere."""

import io
import itertools
import re
import shutil
import zipfile
from functools import cache
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor
from PIL import Image

from support.check import check
from support.parsed import READS_PAGES, parsed
from wouldblock.project import HERE, ROOT, SNIPPETS
from wouldblock.scenario import passed
from wouldblock.scenario.model import find
from wouldblock.scenario.program import read_program
from wouldblock.site import dates, extras

SITE = ROOT / "site"
ALL = sorted(SITE.rglob("*.html"))
MOVED = [page for page in ALL if 'http-equiv="refresh"' in page.read_text("utf-8")]
PAGES = [page for page in ALL if page not in MOVED]
pytestmark = READS_PAGES


@cache
def listings() -> dict[str, list]:
    """{program: [the block of each page that shows it]}, from one look at each page."""
    blocks: dict[str, list] = {}
    for page in PAGES:
        for block in parsed(page).find_all(attrs={"data-program": True}):
            blocks.setdefault(block["data-program"], []).append(block)
    return blocks


def test_site_is_built() -> None:
    assert PAGES, "there is no site/; build it with: nox -s build"


def test_every_program_is_on_a_page_byte_for_byte() -> None:
    """Under its own name, or, where a page shows a client of several servers once, under that of its twin."""
    programs = {
        path.relative_to(SNIPPETS).as_posix(): read_program(path) for scenario in find() for path in scenario.programs
    }
    for name, blocks in listings().items():
        assert {block.select_one("pre code").get_text() for block in blocks} == {programs[name]}, name
    shown = {programs[name] for name in listings()}
    assert not [name for name, text in programs.items() if text not in shown]


def test_every_program_can_be_downloaded_alone_and_with_its_partners() -> None:
    for scenario in find():
        for program in scenario.programs:
            copy = SITE / "snippets" / program.relative_to(SNIPPETS)
            assert copy.read_bytes() == program.read_bytes()
        if len(scenario.programs) > 1:
            with zipfile.ZipFile(io.BytesIO((SITE / "snippets" / f"{scenario.name}.zip").read_bytes())) as archive:
                packed = {name: archive.read(name) for name in archive.namelist()}
            assert packed == {
                f"{scenario.folder.name}/{program.name}": program.read_bytes() for program in scenario.programs
            }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(SITE).as_posix())
def test_page_asks_no_other_server(page) -> None:
    asked = [
        tag.get("src") or tag["href"]
        for tag in parsed(page).select("[src], link[href]:not([rel=canonical], [rel=prev], [rel=next])")
    ]
    foreign = [address for address in asked if urlsplit(address).netloc]
    assert not foreign, f"loads from another server: {foreign}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(SITE).as_posix())
def test_links_of_the_page_lead_somewhere(page) -> None:
    if page.name == "404.html":
        return  # its links start at the root, wherever the site lies
    for tag in parsed(page).select("a[href], img[src], script[src], link[href]"):
        address = urlsplit(tag.get("href") or tag["src"])
        if address.scheme or address.netloc:
            continue
        target = (page.parent / unquote(address.path)).resolve() if address.path else page
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), f"{tag} leads to nothing"
        if address.fragment and target.suffix == ".html":
            assert parsed(target).find(id=unquote(address.fragment)), f"{tag} leads to no such place"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "404.html"], ids=lambda page: page.relative_to(SITE).as_posix()
)
def test_page_has_a_title_a_description_and_one_heading(page) -> None:
    head = parsed(page).head
    assert 10 <= len(head.title.get_text(strip=True)) <= 70
    assert head.title.get_text(strip=True).startswith(head.select_one("meta[property='og:title']")["content"])
    assert 60 <= len(head.select_one("meta[name=description]")["content"]) <= 170
    assert len(parsed(page).select("h1")) == 1


def test_no_page_names_two_things_alike() -> None:
    for page in PAGES:
        names = [element["id"] for element in parsed(page).select("[id]")]
        twice = sorted({name for name in names if names.count(name) > 1})
        assert not twice, f"{page.relative_to(SITE)} has more than one element with the id {', '.join(twice)}"


def test_every_page_is_in_the_sitemap_and_names_its_one_address() -> None:
    pages = {page: page.relative_to(SITE).as_posix() for page in PAGES if page.name != "404.html"}
    named = {page: parsed(page).select_one("link[rel=canonical]")["href"] for page in pages}
    root = named[SITE / "index.html"].removesuffix("index.html")
    assert named == {page: root + address for page, address in pages.items()}
    listed = re.findall(r"<loc>(.*?)</loc>", (SITE / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(named.values())


def test_every_page_tells_other_sites_what_to_show_beside_a_link() -> None:
    for page in PAGES:
        if page.name == "404.html":
            continue
        head = parsed(page).head
        told = {tag["property"]: tag["content"] for tag in head.select("meta[property^='og:']")}
        address = head.select_one("link[rel=canonical]")["href"]
        root = address.removesuffix(page.relative_to(SITE).as_posix())
        assert told["og:title"] in head.title.get_text()
        assert told["og:description"] == head.select_one("meta[name=description]")["content"]
        assert told["og:url"] == address
        assert (SITE / told["og:image"].removeprefix(root)).is_file()
    with Image.open(SITE / "assets" / "card.png") as card:
        assert card.size == (1200, 630)
        colors = card.convert("RGB")
        waits = [[colors.getpixel((x, y)) == (255, 246, 230) for y in range(card.height)] for x in (850, 1100)]
    longest = [max(len(list(run)) for waiting, run in itertools.groupby(lane) if waiting) for lane in waits]
    assert longest[0] > longest[1] > 100, "the server waits longest, and the card shows the whole wait"
    assert (SITE / "assets" / "card.png").stat().st_size < 50_000


def test_every_page_is_there_as_plain_markdown_with_its_programs_in_it() -> None:
    for page in PAGES:
        if page.name == "404.html":
            continue
        other = parsed(page).select_one("link[rel=alternate][type='text/markdown']")
        text = (page.parent / other["href"]).read_text("utf-8")
        assert text.startswith("# ")
        assert not re.search(r"^ *(:::|\?\?\?|!!!|---\ntitle)|\{ #", text, re.MULTILINE), (
            f"{page}: a form of this site is left"
        )
        for block in parsed(page).select("[data-program]"):
            language = "c" if block["data-program"].endswith(".c") else "python"
            assert f"```{language}\n{block.select_one('pre code').get_text()}```\n" in text
            assert f"curl -O {root_address()}snippets/{block['data-program']}`" in text
        for heading in parsed(page).select("article h2"):
            shown = heading.get_text().removesuffix("¶").strip()
            assert shown in re.sub(r"[`*\\]", "", text), f"{page}: '{shown}' is missing"


def test_list_for_machines_names_every_page_once() -> None:
    text = (SITE / "llms.txt").read_text("utf-8")
    listed = re.findall(r"^- \[.+?\]\((.+?)\): .{60}", text, re.MULTILINE)
    pages = [page.relative_to(SITE).with_suffix(".md").as_posix() for page in PAGES if page.name != "404.html"]
    assert sorted(listed) == sorted(root_address() + page for page in pages)


def root_address() -> str:
    return parsed(SITE / "index.html").select_one("link[rel=canonical]")["href"].removesuffix("index.html")


def test_address_that_was_published_once_leads_somewhere_still() -> None:
    check(extras.lost(dates.last_changes(HERE), {page.relative_to(SITE).as_posix() for page in ALL}))
    for page in MOVED:
        target = page.parent / parsed(page).select_one("a[href]")["href"]
        assert target.resolve() in PAGES, f"{page.relative_to(SITE)} leads to {target}, which is no page"


def test_pages_say_on_what_their_programs_ran() -> None:
    """Each badge names the systems and Pythons of the record; without one, as before the first `nox -s tests`, none says so."""
    for scenario in find():
        here = passed.seen(scenario)
        block = listings()[scenario.programs[0].relative_to(SNIPPETS).as_posix()][0]
        badge = block.find_parent(class_="wb-scenario").select(".wb-seen, .wb-unseen")[-1].get_text()
        assert all(where.python in badge and where.date <= badge[-10:] for where in here)
        assert badge.startswith("Passed on" if here else "Not yet run")


def test_notebooks_are_part_of_the_site_with_their_outputs() -> None:
    notebooks = sorted((ROOT / "docs").glob("*/*.py"))
    assert notebooks
    for notebook in notebooks:
        page = parsed(SITE / notebook.relative_to(ROOT / "docs").with_suffix(".html"))
        assert (SITE / notebook.relative_to(ROOT / "docs")).read_bytes() == notebook.read_bytes()
        for suffix in (".py", ".ipynb"):
            assert page.select_one(f'a[download][href="{notebook.with_suffix(suffix).name}"]')
        charts = page.select(".wb-chart svg")
        assert charts
        assert all(chart["role"] == "img" and len(chart["aria-label"]) > 20 for chart in charts)
        drawn = [part for chart in charts for part in [chart, *chart.find_all(True)]]
        colors = {part[name] for part in drawn for name in ("fill", "stroke") if part.get(name)}
        assert colors <= {"currentColor", "none"}, "a chart has the page's colors, which differ in light and dark"
        assert any("wb-stroke-1" in part.get("class", "") for part in drawn)
        assert page.select_one(".wb-number")
        assert not page.select("article style, article script, article [style]")


@pytest.mark.parametrize("notebook", sorted((ROOT / "docs").glob("*/*.py")), ids=lambda path: path.stem)
def test_notebook_that_was_downloaded_runs_beside_its_figures(notebook, tmp_path) -> None:
    """In a folder with nothing but the notebook and the files that its page links."""
    page = SITE / notebook.relative_to(ROOT / "docs").with_suffix(".html")
    shutil.copy(page.with_suffix(".ipynb"), tmp_path)
    for link in parsed(page).select("a[href$='.json']"):
        shutil.copy(page.parent / link["href"], tmp_path)
    assert list(tmp_path.glob("*.json"))
    cells_and_outputs = nbformat.read(tmp_path / f"{notebook.stem}.ipynb", as_version=4)
    ExecutePreprocessor(timeout=60).preprocess(cells_and_outputs, {"metadata": {"path": str(tmp_path)}})
    assert not [cell for cell in cells_and_outputs.cells if "{{" in cell.source and cell.cell_type == "markdown"]


def test_link_to_a_notebook_leads_to_its_page_and_the_plain_page_has_its_outputs() -> None:
    notebooks = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob("*/*.py")}
    problems = []
    for page in PAGES:
        problems += [
            f"{page.name}: a link leads to {link['href']}, the file of a notebook"
            for link in parsed(page).select('a[href*=".py"]:not([download])')
            if (page.parent / link["href"].partition("#")[0]).resolve().relative_to(SITE).as_posix() in notebooks
        ]
    check(problems)
    for notebook in notebooks:
        plain = (SITE / notebook).with_suffix(".md").read_text("utf-8")
        page = parsed((SITE / notebook).with_suffix(".html"))
        for chart in page.select(".wb-chart svg"):
            assert f"Chart: {chart['aria-label']}" in plain
        for printed in page.select(".wb-printed"):
            assert printed.get_text().rstrip() in plain


def test_committed_pages_show_the_day_of_their_last_change() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this copy has no history, so its pages have no dates")
    dated = [page for page in PAGES if parsed(page).select_one(".wb-changed time[datetime]")]
    assert dated
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\d", parsed(page).select_one(".wb-changed time")["datetime"]) for page in dated
    )


def test_no_link_and_no_attribute_is_left_as_it_stands_in_the_source() -> None:
    for page in PAGES:
        strings = parsed(page).article.strings
        text = "".join(string for string in strings if not string.find_parent(["pre", "code", "svg"]))
        left = re.search(r".{0,40}(?:\]\((?:https?:|\.\.?/|#)|\{ [.#:]).{0,40}", text)
        assert not left, f"{page.relative_to(SITE)}: {left[0]!r}"


def test_plain_home_page_has_no_markup_of_the_other_one() -> None:
    text = (SITE / "index.md").read_text("utf-8")
    assert "[Begin the course](waiting/index.md)\n" in text and "### [1. Waiting](waiting/index.md)" in text
    assert not re.search(r"<(div|section|button)|\{ \.|\?\?\?", text)


def test_table_that_a_notebook_prints_is_a_table_with_numbers_to_the_right() -> None:
    page = parsed(SITE / "measured" / "server_models.html")
    rows = page.select("article table tr")
    assert [cell.get_text() for cell in rows[0].select("th")] == ["connections", "1", "10", "100", "1,000"]
    assert all("wb-number" in cell["class"] for cell in rows[1].select("td + td"))
    for path in PAGES:
        for printed in parsed(path).select(".wb-printed"):
            assert not re.search(r"\S {2,}\S", printed.get_text()), f"{path.name}: {printed.get_text()!r}"
    assert "| connections | 1 | 10 |" in (SITE / "measured" / "server_models.md").read_text("utf-8")

"""Chapters and pages have numbers and a place, and the main road leads from its first page to its last."""

import itertools
import re

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from support.parsed import READS_PAGES, parsed
from wouldblock.pages import course
from wouldblock.project import HERE, ROOT, ProjectError
from wouldblock.site import roads

SITE = ROOT / "site"
NAV = [
    "index.md",
    {"One": ["one/index.md", "one/a.md", "one/b.md"]},
    {"Two": ["two/index.md", "two/c.md"]},
    {"Reference": ["words.md"]},
]
ROAD = ["one/index.md", "one/b.md", "two/index.md"]


@pytest.fixture
def nav(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nplugins: []\n", "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"), docs_dir=str(tmp_path / "docs"), nav=NAV)
    names = ["index.md", "one/index.md", "one/a.md", "one/b.md", "two/index.md", "two/c.md", "words.md"]
    for name in names:
        (tmp_path / "docs" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(f"# {name}\n", "utf-8")
    return get_navigation(get_files(config), config)


def test_page_of_a_chapter_has_a_number_a_road_and_its_position(nav) -> None:
    places = roads.lay(nav, ROAD)
    assert places["one/b.md"] == roads.Place("1.3", roads.MAIN, "One", 3, 3)
    assert places["two/c.md"] == roads.Place("2.2", roads.SIDE, "Two", 2, 2)
    assert "words.md" not in places and "index.md" not in places
    assert [item.title for item in nav.items[1:]] == ["1. One", "2. Two", "Reference"]


def test_next_leads_along_the_main_road_and_from_a_side_road_on(nav) -> None:
    roads.lay(nav, ROAD)
    pages = {page.file.src_uri: page for page in nav.pages}
    way, page = [], pages["index.md"]
    while page and page.file.src_uri not in way and page.file.src_uri != "two/c.md":
        way.append(page.file.src_uri)
        page = page.next_page
    assert way == ["index.md", *ROAD]
    assert pages["two/index.md"].previous_page is pages["one/b.md"]
    assert pages["one/a.md"].next_page is pages["one/b.md"]


@pytest.mark.parametrize(
    ("road", "says"),
    [
        (
            ["one/bb.md"],
            "'main_road' names one/bb.md, which is a page of no chapter in 'nav'; did you mean 'one/b.md'?",
        ),
        (["words.md"], "which is a page of no chapter"),
        (["two/index.md", "one/b.md"], "'main_road' has another order than 'nav'"),
    ],
)
def test_road_that_the_navigation_does_not_have_is_told(nav, road, says) -> None:
    with pytest.raises(ProjectError, match=re.escape(says)):
        roads.lay(nav, road)


def test_who_asks_why_the_server_freezes_has_the_answer_by_page_six_and_the_cure_by_page_twelve() -> None:
    road = course.main_road(HERE)
    assert road.index("blocking/one_at_a_time.md") < 6
    assert road.index("readiness/selectors_echo.md") < 12


@READS_PAGES
def test_built_pages_say_where_they_are_and_lead_on_by_one_link() -> None:
    road = course.main_road(HERE)
    for here, following in itertools.pairwise(road):
        page = parsed(SITE / re.sub(r"\.\w+$", ".html", here))
        assert re.fullmatch(r"\d+\.\d+ .*, \d+ of \d+\s*main road", page.select_one(".wb-place").get_text()), here
        (link,) = page.select("a.md-footer__link--next")
        assert (SITE / here).parent.joinpath(link["href"]).resolve() == (
            SITE / re.sub(r"\.\w+$", ".html", following)
        ).resolve()


@READS_PAGES
def test_map_of_the_course_lists_each_page_once() -> None:
    page = parsed(SITE / "index.html")
    listed = [link["href"] for link in page.select(".wb-course a")]
    assert len(listed) == len(set(listed))
    assert {re.sub(r"\.html$", "", address) for address in listed} >= {
        re.sub(r"\.\w+$", "", name) for name in course.main_road(HERE)
    }


@READS_PAGES
def test_chapter_list_has_the_numbers_of_its_pages_and_marks_its_side_roads() -> None:
    page = parsed(SITE / "blocking/index.html")
    items = {item.a["href"]: item for item in page.select("article li") if item.a}
    place = parsed(SITE / "blocking/timeouts.html").select_one(".wb-place a")
    assert items["timeouts.html"].get_text().startswith(f"{place.get_text()} What does a timeout change?")
    assert items["timeouts.html"].select_one(".wb-side") and not items["one_at_a_time.html"].select_one(".wb-side")

"""The site that `nox -s build` made: its programs are the files of snippets/, its links lead somewhere."""

import io
import json
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from proof import prove
from wouldblock import runs
from wouldblock.declaration import ROOT
from wouldblock.scenario import SNIPPETS, by_name, find, read_program

SITE = ROOT / "site"
PAGES = sorted(SITE.rglob("*.html"))


@cache
def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def test_site_is_built() -> None:
    assert PAGES, "there is no site/; build it with: nox -s build"


def test_every_program_is_on_a_page_byte_for_byte() -> None:
    shown: dict[str, set[str]] = {}
    for page in PAGES:
        for block in soup(page).select("[data-program]"):
            shown.setdefault(block["data-program"], set()).add(block.select_one("pre code").get_text())
    programs = {path.relative_to(SNIPPETS).as_posix(): {read_program(path)} for one in find() for path in one.programs}
    assert shown == programs


@pytest.mark.parametrize("scenario", find(), ids=lambda scenario: scenario.name)
def test_programs_copied_or_downloaded_run_in_an_empty_folder(scenario, tmp_path, eval_example) -> None:
    """Those that come in a zip file run where it is unpacked, and are the same as copied from their page."""
    if reason := scenario.reason_not_here():
        pytest.skip(f"{scenario.name} {reason}")
    names = {program.relative_to(SNIPPETS).as_posix() for program in scenario.programs}
    if len(names) > 1:
        shutil.unpack_archive(SITE / "snippets" / f"{scenario.name}.zip", tmp_path / scenario.folder.parent.name)
    for page in PAGES:
        for block in soup(page).select("[data-program]"):
            if block["data-program"] in names:
                copied, copy = block.select_one("pre code").get_text(), tmp_path / block["data-program"]
                if len(names) == 1:
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.write_text(copied, "utf-8", newline="\n")
                assert copy.read_bytes() == copied.encode()
    if scenario.declaration.exists():  # for the test, not for the programs
        shutil.copy(scenario.declaration, tmp_path / scenario.declaration.relative_to(SNIPPETS))
    prove(by_name(scenario.name, tmp_path), eval_example)


def test_every_program_can_be_downloaded_alone_and_with_its_partners() -> None:
    for scenario in find():
        for program in scenario.programs:
            copy = SITE / "snippets" / program.relative_to(SNIPPETS)
            assert copy.read_bytes() == program.read_bytes()
        if len(scenario.programs) > 1:
            with zipfile.ZipFile(io.BytesIO((SITE / "snippets" / f"{scenario.name}.zip").read_bytes())) as archive:
                packed = {name: archive.read(name) for name in archive.namelist()}
            assert packed == {f"{scenario.folder.name}/{one.name}": one.read_bytes() for one in scenario.programs}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(SITE).as_posix())
def test_page_asks_no_other_server(page) -> None:
    asked = [
        tag.get("src") or tag["href"]
        for tag in soup(page).select("[src], link[href]:not([rel=canonical], [rel=prev], [rel=next])")
    ]
    foreign = [address for address in asked if urlsplit(address).netloc]
    assert not foreign, f"loads from another server: {foreign}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(SITE).as_posix())
def test_links_of_the_page_lead_somewhere(page) -> None:
    if page.name == "404.html":
        return  # its links start at the root, wherever the site lies
    for tag in soup(page).select("a[href], img[src], script[src], link[href]"):
        address = urlsplit(tag.get("href") or tag["src"])
        if address.scheme or address.netloc:
            continue
        target = (page.parent / unquote(address.path)).resolve() if address.path else page
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), f"{tag} leads to nothing"
        if address.fragment and target.suffix == ".html":
            assert soup(target).find(id=unquote(address.fragment)), f"{tag} leads to no such place"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "404.html"], ids=lambda page: page.relative_to(SITE).as_posix()
)
def test_page_has_a_title_a_description_and_one_heading(page) -> None:
    head = soup(page).head
    assert 10 <= len(head.title.get_text(strip=True)) <= 70
    assert 60 <= len(head.select_one("meta[name=description]")["content"]) <= 170
    assert len(soup(page).select("h1")) == 1


def test_pages_say_on_what_their_programs_ran() -> None:
    """Holds once `nox -s tests-…` has run: each badge names the systems and Pythons of the record."""
    records = [json.loads(file.read_text("utf-8")) for file in runs.RUNS.glob("*.json")]
    assert records, "no run is recorded in build/runs/; run the programs first, with: nox -s tests"
    for scenario in find():
        here = runs.seen(scenario)
        badge = next(
            block.find_parent(class_="wb-scenario").select_one(".wb-seen, .wb-unseen").get_text()
            for page in PAGES
            for block in soup(page).select(f'[data-program^="{scenario.name}/"], [data-program="{scenario.name}.py"]')
        )
        assert all(record["python"] in badge for record in here)
        assert badge.startswith("Passed on" if here else "Not yet run")


def test_notebooks_are_part_of_the_site_with_their_outputs() -> None:
    notebooks = sorted((ROOT / "docs").glob("*/*.py"))
    assert notebooks
    for notebook in notebooks:
        page = soup(SITE / notebook.relative_to(ROOT / "docs").with_suffix(".html"))
        assert (SITE / notebook.relative_to(ROOT / "docs")).read_bytes() == notebook.read_bytes()
        assert page.select_one(f'a[download][href="{notebook.name}"]')
        charts = page.select(".wb-chart svg")
        assert charts
        assert all(chart["role"] == "img" and len(chart["aria-label"]) > 20 for chart in charts)
        assert page.select_one(".wb-printed")
        assert not page.select("article style, article script, article [style]")


def test_committed_pages_show_the_day_of_their_last_change() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this copy has no history, so its pages have no dates")
    dated = [page for page in PAGES if soup(page).select_one(".wb-changed time[datetime]")]
    assert dated
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\d", soup(page).select_one(".wb-changed time")["datetime"]) for page in dated
    )

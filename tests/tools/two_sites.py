"""Compare two builds of the site: by two builders, or of one commit by one builder twice.

python tests/tools/two_sites.py builders site other
python tests/tools/two_sites.py commit one other
"""

import json
import sys
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from posixpath import normpath

from bs4 import BeautifulSoup

INDEX = "assets/search-index.js"
NO_INDEX = b'x = {"pages": []}'


def differences_of_builders(site: Path, other: Path) -> tuple[list[str], list[str]]:
    """What has to be the same whoever builds, and is not; and what may differ, for the reader of the log."""
    problems, notes, pages = [], [], html_files(site)
    notebooks = {
        page.with_suffix(".html") for page in files(site) if page.suffix == ".py" and page.parts[0] != "snippets"
    }
    problems += [f"{page}: only the other builder has this page" for page in sorted(html_files(other) - pages)]
    problems += [
        f"{page}: the other builder does not make this page" for page in sorted(pages - html_files(other) - notebooks)
    ]
    notes += [
        f"{page}: a notebook, which only MkDocs runs; with another builder links lead to its file, and its plain page has no outputs"
        for page in sorted(notebooks)
    ]
    counts = dict.fromkeys(KINDS, 0)
    for page in sorted((pages & html_files(other)) - notebooks):
        here, there = soup(site / page), soup(other / page)
        for place in [*here.select(".wb-place"), *there.select(".wb-place")]:
            place.decompose()  # numbers of chapters and pages, which only MkDocs has, see roads.py
        for link in [*here.select("a[href]"), *there.select("a[href]")]:
            if Path(link["href"].partition("#")[0]).stem in {notebook.stem for notebook in notebooks}:
                del link["href"]
        for kind, read in KINDS.items():
            ours, theirs = read(here), read(there)
            counts[kind] += len(ours)
            if ours != theirs:
                first = next(
                    (pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]), (len(ours), len(theirs))
                )
                problems.append(f"{page}: the {kind} are not the same: {first[0]} here, {first[1]} there")
    for file in sorted(made_by_us(site) ^ made_by_us(other)):
        problems.append(f"{file}: only one of the builds has this file")
    for file in sorted((made_by_us(site) & made_by_us(other)) - {page.with_suffix(".md") for page in notebooks}):
        if (site / file).read_bytes() != (other / file).read_bytes():
            problems.append(f"{file}: not the same in both builds")
    problems += differences_of_search(site, other, notebooks)
    summary = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    notes.append(f"{len(pages & html_files(other))} pages with {summary}, {len(made_by_us(site))} files beside them")
    return problems, notes


def differences_of_search(site: Path, other: Path, notebooks: set[PurePosixPath]) -> list[str]:
    """What a search of the other site has to find, too: its scripts, and each page of its index with title and description.

    Which headings are listed depends on how often there are such, and so on the notebooks.
    """
    problems = [
        f"{name}: not the same in both builds"
        for name in ("assets/search.js", "assets/site.js", "assets/picture.js")
        if content(site / name) != content(other / name)
    ]
    indexed = []
    for folder in (site, other):
        pages = json.loads((content(folder / INDEX) or NO_INDEX).partition(b"=")[2].rstrip(b";\n"))["pages"]
        indexed.append([page[:3] for page in pages if PurePosixPath(page[0]) not in notebooks])
    for here, there in zip_longest(*indexed):
        if here != there:
            problems.append(f"{INDEX}: a search finds {here} here, and {there} there")
            break
    return problems


def content(file: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    return file.read_bytes() if file.is_file() else b""


def differences_of_one_commit(first: Path, second: Path) -> tuple[list[str], list[str]]:
    """Every file that is not the same byte for byte."""
    problems = [f"{file}: only one of the builds has this file" for file in sorted(files(first) ^ files(second))]
    both = sorted(files(first) & files(second))
    changed = [file for file in both if (first / file).read_bytes() != (second / file).read_bytes()]
    problems += [f"{file}: not the same in both builds" for file in changed]
    return problems, [f"{len(files(first))} files"]


def files(site: Path) -> set[PurePosixPath]:
    return {PurePosixPath(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()}


def html_files(site: Path) -> set[PurePosixPath]:
    return {file for file in files(site) if file.suffix == ".html"}


def made_by_us(site: Path) -> set[PurePosixPath]:
    """Downloads, plain pages and what else does not come from a builder or a theme."""
    return {file for file in files(site) if file.parts[0] == "snippets" or file.suffix in (".md", ".txt", ".png")} - {
        file for file in files(site) if file.parts[:2] == ("assets", "images")
    }


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_bytes(), "lxml")


KINDS = {
    "programs": lambda page: [
        (element["data-program"], element.select_one("pre code").get_text())
        for element in page.select("[data-program]")
    ],
    "headings": lambda page: [
        (element.name, element.get("id"), element.get_text()) for element in page.select("article :is(h1, h2, h3, h4)")
    ],
    "pictures": lambda page: [element.get_text("|") for element in page.select(".wb-picture")],
    "links": lambda page: [element["href"] for element in page.select("article a[href]")],
    "scripts": lambda page: [normpath(element.get("src", element.get_text())) for element in page.select("script")],
    "styles": lambda page: [
        normpath(element.get("href", element.get_text())) for element in page.select("link[rel=stylesheet], style")
    ],
    "policies": lambda page: [
        element["content"] for element in page.select("meta[http-equiv=Content-Security-Policy]")
    ],
}

if __name__ == "__main__":
    kind, first, second = sys.argv[1:]
    compare = {"builders": differences_of_builders, "commit": differences_of_one_commit}[kind]
    problems, remarks = compare(Path(first), Path(second))
    print("\n".join(remarks))
    if problems:
        again = {"builders": "nox -s build zensical", "commit": "nox -s reproducible"}[kind]
        sys.exit(
            "\n".join([*problems, f"compare {first} with {second}; when it is mended and committed, see with: {again}"])
        )

"""The course: numbers of chapters and pages, and which pages are its main road, as mkdocs.yml has them in `nav` and `main_road`.

On the main road "next" leads along it; a side road leads to the page that stands below it in the navigation.
"""

from dataclasses import dataclass
from itertools import pairwise

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from wouldblock.project import ProjectError, close_to

MAIN, SIDE = "main road", "side road"


@dataclass(frozen=True)
class Place:
    """Where a page of the course stands: its number, as 3.2, its road, and its chapter with its position there."""

    number: str
    road: str
    chapter: str
    position: int
    of: int


def lay(nav: Navigation, main_road: list[str]) -> dict[str, Place]:
    """Number the chapters, lead from page to page, and give the place of each page of the course by its path in docs/.

    Raises ProjectError where the main road names a page that is in no chapter, or in another order than the navigation.
    """
    chapters = [section for section in nav.items if isinstance(section, Section) and _is_chapter(section)]
    pages = [page for chapter in chapters for page in chapter.children if isinstance(page, Page)]
    addresses = [page.file.src_uri for page in pages]
    for address in main_road:
        if address not in addresses:
            hint = close_to(address, addresses)
            raise ProjectError(f"mkdocs.yml: 'main_road' names {address}, which is a page of no chapter in 'nav'{hint}")
    if main_road != [address for address in addresses if address in main_road]:
        raise ProjectError("mkdocs.yml: 'main_road' has another order than 'nav'; put its pages into the same order")
    places = {}
    for number, chapter in enumerate(chapters, 1):
        own = [page for page in chapter.children if isinstance(page, Page)]
        for position, page in enumerate(own, 1):
            road = MAIN if page.file.src_uri in main_road else SIDE
            places[page.file.src_uri] = Place(f"{number}.{position}", road, chapter.title, position, len(own))
        chapter.title = f"{number}. {chapter.title}"
    main = [page for page in pages if page.file.src_uri in main_road]
    for before, after in pairwise([nav.homepage, *main] if nav.homepage else main):
        before.next_page, after.previous_page = after, before
    return places


def number_titles(nav: Navigation, places: dict[str, Place]) -> None:
    """Put its number before the title of each page of the course, where the navigation shows it."""
    for page in nav.pages:
        if place := places.get(page.file.src_uri):
            page.meta.setdefault("title", page.title)  # which the head of the page goes on to show
            page.title = f"{place.number} {page.title}"  # ty: ignore[invalid-assignment] a weak property of MkDocs


def _is_chapter(section: Section) -> bool:
    """Whether the pages of a section lie in a folder of their own, as those of the course do and those for reference don't."""
    return any(isinstance(page, Page) and page.file.src_uri.endswith("/index.md") for page in section.children)

"""The map of the course: `::: course chapters` with its pages, the side roads folded, and `::: course strip` in one line."""

import re
from itertools import groupby

from wouldblock import navigation
from wouldblock.markup import Directive, front_matter, uncommented
from wouldblock.project import Project, ProjectError, read_text

MAIN_ROAD = re.compile(r"^  main_road:.*\n((?:    - \S+.*\n)*)", re.MULTILINE)
QUESTION = re.compile(r"^# (.+)", re.MULTILINE)
IN_LIST = re.compile(r"^\d+\. (\[.*?\]\((\w+\.(?:md|py))\))", re.MULTILINE)


def main_road(project: Project) -> list[str]:
    """The pages that mkdocs.yml names as the main road, as paths in docs/, in order."""
    section = MAIN_ROAD.search(read_text(project.settings))
    return re.findall(r"- (\S+)", section[1]) if section else []


def course(project: Project, directive: Directive) -> str:
    """The map in Markdown: a list of chapters, each with its pages."""
    if directive.parsed_options or directive.name not in ("chapters", "strip"):
        raise ProjectError("the map of the course is 'course chapters' or 'course strip', without options")
    road = set(main_road(project))
    parts = ['<div class="wb-course" markdown>\n']
    strip = []
    for number, (chapter, pages) in enumerate(numbered(project).items(), 1):
        (index, _), *others = pages.items()
        name = str(front_matter(project.docs / index).get("title", chapter))
        strip.append(f"[{number} {name}]({index})")
        parts += [
            '<section class="wb-chapter" markdown>\n',
            f"### [{number}. {name}]({index})\n",
            f"{question(project, index)}\n",
        ]
        parts += [line(project, place, address) for address, place in others if address in road]
        side = [line(project, place, address) for address, place in others if address not in road]
        if side:
            inner = "".join(f"    {each}" for each in side)
            parts += [f'\n??? side "{len(side)} side road{"s" if len(side) > 1 else ""}"\n\n{inner}']
        parts.append("\n</section>\n")
    if directive.name == "strip":
        return f"{' '.join(strip)}\n{{ .wb-strip }}\n"
    return "\n".join([*parts, "</div>\n"])


def numbered(project: Project) -> dict[str, dict[str, str]]:
    """The pages of each chapter, by its folder: the number of each, such as 3.2, by its path in docs/."""
    entries = [entry for entry in navigation.entries(read_text(project.settings)) if entry.chapter]
    chapters = groupby(entries, key=lambda entry: entry.chapter)
    return {
        chapter: {entry.page: f"{number}.{position}" for position, entry in enumerate(listed, 1)}
        for number, (chapter, listed) in enumerate(chapters, 1)
    }


def line(project: Project, number: str, address: str) -> str:
    """An entry of a list: the number and the title of a page."""
    title = str(front_matter(project.docs / address).get("title", address))
    return f"- {number} [{title}]({address})\n"


def question(project: Project, address: str) -> str:
    """The question that is the heading of a page."""
    text = read_text(project.docs / address)
    match = QUESTION.search(uncommented(text) if address.endswith(".py") else text)
    return match[1] if match else ""


def with_roads(text: str, project: Project, chapter: str) -> str:
    """The text of a chapter's first page with its list of pages as the map has it: their numbers, and the side roads marked."""
    road, places = set(main_road(project)), numbered(project).get(chapter, {})

    def listed(match: re.Match) -> str:
        page = f"{chapter}/{match[2]}"
        mark = "" if page in road else ' <span class="wb-side">side road</span>'
        return f"- {places[page]} {match[1]}{mark}" if page in places else match[0]

    return IN_LIST.sub(listed, text)

"""Each page as plain Markdown with its programs in it, and llms.txt, which lists these pages for machines."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wouldblock.figures import forms
from wouldblock.markup import Directive, expanded, front_matter, uncommented, without_front_matter
from wouldblock.observations import failing, shown
from wouldblock.pages import article, course, lab_figures, predict, recorded_run, scenario_block
from wouldblock.pages.picture import buffer_curves
from wouldblock.pages.source import SourcePage
from wouldblock.project import Project, read_text
from wouldblock.scenario import passed
from wouldblock.scenario.model import by_name
from wouldblock.scenario.program import read_program
from wouldblock.timelines import sentences

FOLDED = re.compile(r'( *)(?:\?\?\?\+?|!!!) \w+ "(.*)"$')
FOR_THE_PAGE = re.compile(r"^</?div.*>\n|^<button.*</button>\n|\{ \.[\w .-]+ \}", re.MULTILINE)  # how it looks there
ANCHOR = re.compile(r"^(#.*?) \{ [#\w-]+ \}$", re.MULTILINE)
TO_NOTEBOOK = re.compile(r"(\]\(([\w./]+))\.py(?=[#)])")
NOTEBOOK_TEXT = "# %% [markdown]\n"


@dataclass(frozen=True)
class PlainPage:
    """A page in plain form: `text` is Markdown, without the title and the description that its front matter has."""

    title: str
    description: str
    text: str


def files(project: Project, settings: dict, outputs: dict[str, list[str]]) -> Iterator[tuple[str, bytes]]:
    """Every page in plain form and llms.txt: address below the site's root, and bytes.

    `settings` are those of mkdocs.yml: site_name, site_description, site_url, nav. `outputs`: by the path of a notebook,
    what each of its cells of code printed and drew, as Markdown.
    """
    url = settings["site_url"]
    index = [f"# {settings['site_name']}", f"> {settings['site_description']}"]
    index.append("Every program on these pages was run, and each line of output compared with what was printed.")
    entries: list[str] = []
    for chapter, name in pages(settings["nav"]):
        page = plain(SourcePage(project, name), url, outputs.get(name, ()))
        address = re.sub(r"\.\w+$", "", name)
        end = f"\n---\n\nThis page for people: {url}{address}.html\n"
        yield f"{address}.md", (page.text.rstrip("\n") + "\n" + end).encode()
        if chapter and f"## {chapter}" not in index:
            index += ["\n".join(entries), f"## {chapter}"] if entries else [f"## {chapter}"]
            entries = []
        entries.append(f"- [{page.title}]({url}{address}.md): {page.description}")
    yield "llms.txt", ("\n\n".join([*index, "\n".join(entries)]) + "\n").encode()


def pages(nav: list, chapter: str = "") -> Iterator[tuple[str, str]]:
    """Each page of a navigation, with the name of its chapter, or '' where it stands above all chapters."""
    for entry in nav:
        if isinstance(entry, str):
            yield chapter, entry
            continue
        for name, inner in entry.items():
            yield from pages(inner, name) if isinstance(inner, list) else [(chapter, inner)]


def plain(page: SourcePage, url: str, outputs: Iterable[str] = ()) -> PlainPage:
    """A page with programs in it and without the forms of this site; raises ProjectError for what it has lost."""
    fields, text = front_matter(page.file), read_text(page.file)
    if page.file.suffix == ".py":
        text = notebook(text, outputs)
    folder = page.file.parent
    text = TO_NOTEBOOK.sub(
        lambda link: f"{link[1]}.md" if (folder / f"{link[2]}.py").exists() else link[0], without_front_matter(text)
    )
    text = predict.rendered(text, predict.plain, lambda sentence: sentence)  # of which the page itself warns
    if page.name == "ledger.md":
        text = re.sub(r"</?(?:strong|span)[^>]*>", "", article.verdicts(text))
    text = forms.replaced(FOR_THE_PAGE.sub("", text), lambda sentence: sentence)
    text = expanded(
        text,
        lambda directive: (
            DIRECTIVES[directive.kind](page.project, directive, url) if directive.kind in DIRECTIVES else ""
        ),
    )
    text = ANCHOR.sub(r"\1", "\n".join(unfolded(text.split("\n"))))
    return PlainPage(str(fields.get("title", page.file.stem)), str(fields.get("description", "")), text)


def notebook(source: str, outputs: Iterable[str]) -> str:
    """A notebook in percent format as Markdown: its text, its code in fences, and after each what it printed and drew."""
    left = iter(outputs)
    header, *cells = re.split(r"^(?=# %%)", source, flags=re.MULTILINE)
    parts = [uncommented(header)]
    for cell in cells:
        if cell.startswith(NOTEBOOK_TEXT):
            parts.append(uncommented(cell.removeprefix(NOTEBOOK_TEXT)))
        else:
            parts += [fence(cell.partition("\n")[2].strip("\n") + "\n"), next(left, "")]
    return "\n\n".join(filter(None, (part.strip("\n") for part in parts)))


def unfolded(lines: list[str]) -> Iterator[str]:
    """What a page folds or boxes, as ordinary paragraphs below their title."""
    inside = None
    for line in lines:
        if inside is not None and line and not line.startswith(f"{inside}    "):
            inside = None
        if match := FOLDED.match(line):
            inside = match[1]
            yield f"{inside}**{match[2]}**"
        else:
            yield line if inside is None else line.replace("    ", "", 1)


def scenario(project: Project, directive: Directive, url: str) -> str:
    """A scenario: what its output promises, each program, and how to start them."""
    scenario = by_name(directive.name, project.snippets)
    promises = scenario_block.promises(scenario, passed.seen(scenario, project.runs))
    parts = ["\n".join(f"- {title}: {as_text(text)}" for _, title, text in promises)]
    for path in scenario.programs:
        parts.append(f"`{path.name}`, to fetch with `curl -O {url}snippets/{scenario.address(path)}`:")
        parts.append(fence(read_program(path), scenario_block.language(path)).rstrip("\n"))
    commands = [f"`{scenario_block.to_start(program)}`" for group in scenario.start for program in group]
    parts.append(
        f"Start, each in a terminal of its own: {', then '.join(commands)}."
        if commands[1:]
        else f"Start: {commands[0]}."
    )
    return "\n\n".join(parts) + "\n"


def excerpt(project: Project, directive: Directive, _: str) -> str:
    """A part of a program."""
    code = scenario_block.part_of_program(project, directive)[1]
    return f"From `{directive.name}`:\n\n{fence(code)}"


def picture(project: Project, directive: Directive, _: str) -> str:
    """A picture of a recorded run: what it shows, and each call as a sentence."""
    scenario = by_name(directive.name, project.snippets)
    timeline = recorded_run.recording(scenario, project.docs)
    calls = [f"{number}. {sentence}" for number, sentence in enumerate(sentences.story(timeline), 1)]
    return "\n\n".join(
        [
            as_text(recorded_run.caption(timeline, scenario, list(directive.options))),
            "\n".join(calls),
            f"{recorded_run.recorded(timeline)}.\n",
        ]
    )


def chart(project: Project, directive: Directive, _: str) -> str:
    """A chart of buffers, as a list of how many bytes they held when."""
    timeline = recorded_run.recording(by_name(directive.name, project.snippets), project.docs)
    held = "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(buffer_curves.story(timeline), 1))
    return f"Bytes in the buffers:\n\n{held}\n"


def observed(_: Project, directive: Directive, __: str) -> str:
    """What was observed of a server; a picture as a list."""
    return shown.expand(directive.name, directive.parsed_options, named, plain=True)


def provoked(_: Project, directive: Directive, __: str) -> str:
    """What bad clients do to servers: tables."""
    return failing.expand(directive.name)


def named(text: str, title: str) -> str:
    """A file or a command, with what names it above."""
    return f"`{title or 'Terminal'}`:\n\n```\n{text}```\n"


def map_of_course(project: Project, directive: Directive, _: str) -> str:
    """The chapters and their pages as lists."""
    return re.sub(r"\n{3,}", "\n\n", as_text(FOR_THE_PAGE.sub("", course.course(project, directive))))


def lab(project: Project, directive: Directive, _: str) -> str:
    """A table of what the machine in the page takes."""
    return as_text(lab_figures.figures(project, directive))


DIRECTIVES = {
    "scenario": scenario,
    "excerpt": excerpt,
    "picture": picture,
    "buffers": chart,
    "observed": observed,
    "course": map_of_course,
    "provoked": provoked,
    "lab": lab,
}


def fence(code: str, language: str = "python") -> str:
    """A block of code in plain Markdown."""
    return f"```{language}\n{code}```\n"


def as_text(markup: str) -> str:
    """The text of HTML, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))

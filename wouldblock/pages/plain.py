"""Each page as plain Markdown with its programs in it, and llms.txt, which lists these pages for machines."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wouldblock.figures import forms
from wouldblock.observations import shown
from wouldblock.pages import buffer_curves, directives, recorded_run, scenario_block
from wouldblock.project import ROOT, SNIPPETS
from wouldblock.scenario.model import by_name
from wouldblock.scenario.program import read_program
from wouldblock.timelines import sentences

DOCS = ROOT / "docs"
FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n+", re.DOTALL)
FOLDED = re.compile(r'( *)(?:\?\?\?\+?|!!!) \w+ "(.*)"$')
ANCHOR = re.compile(r"^(#.*?) \{ [#\w-]+ \}$", re.MULTILINE)
TO_NOTEBOOK = re.compile(r"(\]\(([\w./]+))\.py(?=[#)])")
NOTEBOOK_TEXT = "# %% [markdown]\n"


def files(settings: dict, outputs: dict[str, list[str]]) -> Iterator[tuple[str, bytes]]:
    """Every page in plain form and llms.txt: address below the site's root, and bytes.

    `settings` are those of mkdocs.yml: site_name, site_description, site_url, nav. `outputs`: by the path of a notebook,
    what each of its cells of code printed and drew, as Markdown.
    """
    url = settings["site_url"]
    index = [f"# {settings['site_name']}", f"> {settings['site_description']}"]
    index.append("Every program on these pages was run, and each line of output compared with what was printed.")
    entries: list[str] = []
    for chapter, page in pages(settings["nav"]):
        title, description, text = plain(DOCS / page, url, outputs.get(page, ()))
        address = re.sub(r"\.\w+$", "", page)
        end = f"\n---\n\nThis page for people: {url}{address}.html\n"
        yield f"{address}.md", (text.rstrip("\n") + "\n" + end).encode()
        if chapter and f"## {chapter}" not in index:
            index += ["\n".join(entries), f"## {chapter}"] if entries else [f"## {chapter}"]
            entries = []
        entries.append(f"- [{title}]({url}{address}.md): {description}")
    yield "llms.txt", ("\n\n".join([*index, "\n".join(entries)]) + "\n").encode()


def pages(nav: list, chapter: str = "") -> Iterator[tuple[str, str]]:
    """Each page of a navigation, with the name of its chapter, or '' where it stands above all chapters."""
    for entry in nav:
        if isinstance(entry, str):
            yield chapter, entry
            continue
        for name, inner in entry.items():
            yield from pages(inner, name) if isinstance(inner, list) else [(chapter, inner)]


def plain(path: Path, url: str, outputs: Iterable[str] = ()) -> tuple[str, str, str]:
    """Title and description of a page, and its text with programs in it and without the forms of this site."""
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        source = notebook(source, outputs)
    header = FRONT_MATTER.match(source)
    fields = dict(line.split(": ", 1) for line in header[1].splitlines() if ": " in line) if header else {}
    text = FRONT_MATTER.sub("", source, count=1)
    text = TO_NOTEBOOK.sub(lambda link: f"{link[1]}.md" if (path.parent / f"{link[2]}.py").exists() else link[0], text)
    text = forms.replaced(text, lambda sentence: sentence)  # of which the page itself warns
    lines = directives.expanded(
        text.splitlines(), lambda form, name, options: FORMS[form](name, options, url) if form in FORMS else ""
    )
    return fields.get("title", path.stem), fields.get("description", ""), ANCHOR.sub(r"\1", "\n".join(unfolded(lines)))


def notebook(source: str, outputs: Iterable[str]) -> str:
    """A notebook in percent format as Markdown: its text, its code in fences, and after each what it printed and drew."""
    left = iter(outputs)
    header, *cells = re.split(r"^(?=# %%)", source, flags=re.MULTILINE)
    parts = [re.sub(r"^# ?", "", header, flags=re.MULTILINE)]
    for cell in cells:
        if cell.startswith(NOTEBOOK_TEXT):
            parts.append(re.sub(r"^# ?", "", cell.removeprefix(NOTEBOOK_TEXT), flags=re.MULTILINE))
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


def scenario(name: str, _: list[str], url: str) -> str:
    """A scenario: what its output promises, each program, and how to start them."""
    found = by_name(name)
    parts = ["\n".join(f"- {title}: {as_text(text)}" for _, title, text in scenario_block.promises(found))]
    for path in found.programs:
        address = f"{url}snippets/{path.relative_to(SNIPPETS).as_posix()}"
        parts.append(f"`{path.name}`, to fetch with `curl -O {address}`:")
        parts.append(fence(read_program(path), scenario_block.language(path)).rstrip("\n"))
    commands = [f"`{scenario_block.to_start(program)}`" for group in found.start for program in group]
    parts.append(
        f"Start, each in a terminal of its own: {', then '.join(commands)}."
        if commands[1:]
        else f"Start: {commands[0]}."
    )
    return "\n\n".join(parts) + "\n"


def excerpt(name: str, options: list[str], _: str) -> str:
    """A part of a program."""
    path, code = scenario_block.part_of_program(name, [directives.parse_option(option) for option in options])
    return f"From `{path.name}`:\n\n{fence(code)}"


def picture(name: str, options: list[str], _: str) -> str:
    """A picture of a recorded run: what it shows, and each call as a sentence."""
    found = by_name(name)
    recording = recorded_run.recording(found)
    calls = [f"{number}. {sentence}" for number, sentence in enumerate(sentences.story(recording), 1)]
    return "\n\n".join(
        [
            as_text(recorded_run.caption(recording, found, options)),
            "\n".join(calls),
            f"{recorded_run.recorded(recording)}.\n",
        ]
    )


def chart(name: str, _: list[str], __: str) -> str:
    """A chart of buffers, as a list of how many bytes they held when."""
    recording = recorded_run.recording(by_name(name))
    held = "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(buffer_curves.story(recording), 1))
    return f"Bytes in the buffers:\n\n{held}\n"


def observed(name: str, options: list[str], _: str) -> str:
    """What was observed of a server; a picture as a list."""
    parsed = [directives.parse_option(option) for option in options]
    return shown.expand(name, parsed, named, plain=True)


def named(text: str, title: str) -> str:
    return f"`{title or 'Terminal'}`:\n\n```\n{text}```\n"


FORMS = {"scenario": scenario, "excerpt": excerpt, "picture": picture, "buffers": chart, "observed": observed}


def fence(code: str, language: str = "python") -> str:
    return f"```{language}\n{code}```\n"


def as_text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))

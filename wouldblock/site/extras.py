"""What the site holds beside its pages: programs as files, plain Markdown, llms.txt, the card, redirects, the lab.

MkDocs gets it from hooks.py. Any other builder of the same pages is followed by
`python -m wouldblock.site.extras site`.
"""

import html
import io
import os
import posixpath
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from wouldblock.markup import directives
from wouldblock.pages import plain, recorded_run
from wouldblock.project import HERE, Project, ProjectError, close_to, read_text
from wouldblock.scenario.model import by_name, find
from wouldblock.site import card, feed
from wouldblock.timelines.model import Timeline

LAB = "assets/lab"
NEUTRAL_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows: the same programs give the same bytes
MOVED = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<title>This page has moved</title>
</head>
<body><p>This page has moved: <a href="{target}">go to where it is now</a>.</p></body>
</html>
"""


def files(project: Project, settings: dict, outputs: dict[str, list[str]]) -> Iterator[tuple[str, bytes]]:
    """All but the downloads, by the settings of mkdocs.yml: address below the site's root, and bytes.

    `outputs` are those of the notebooks, see plain.py; there are none where no notebook was run.
    """
    yield from plain.files(project, settings, outputs)
    yield "assets/card.png", card.draw(settings["site_name"], settings["site_description"], first_recording(project))
    yield from redirects(settings)
    yield from machine(project)
    if (changes := project.docs / "changes.md").exists():
        yield "changes.xml", feed.atom(read_text(changes), settings["site_url"], settings["site_name"]).encode()


def first_recording(project: Project) -> Timeline | None:
    """The run that the home page plays, or None where it plays none."""
    home = project.docs / "index.md"
    name = (
        next((directive.name for directive in directives(read_text(home)) if directive.kind == "run"), None)
        if home.exists()
        else None
    )
    return recorded_run.recording(by_name(name, project.snippets), project.docs) if name else None


def machine(project: Project) -> Iterator[tuple[str, bytes]]:
    """The machine that runs programs in the browser, if it was built: address below the site's root, and bytes."""
    for file in sorted(project.lab.glob("*")):
        yield f"{LAB}/{file.name}", file.read_bytes()


def downloads(project: Project) -> Iterator[tuple[str, bytes]]:
    """Each program as it is, and those of a folder as a zip file: address below the site's root, and bytes."""
    for scenario in find(project.snippets):
        for program in scenario.programs:
            yield f"snippets/{scenario.address(program)}", program.read_bytes()
        if len(scenario.programs) > 1:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for program in scenario.programs:
                    entry = zipfile.ZipInfo(f"{scenario.folder.name}/{program.name}", NEUTRAL_TIME)
                    archive.writestr(entry, program.read_bytes(), zipfile.ZIP_DEFLATED)
            yield f"snippets/{scenario.name}.zip", packed.getvalue()


def moved_pages(settings: dict) -> dict[str, str]:
    """What `extra: redirects` of mkdocs.yml says: {old: new}, both as paths in docs/."""
    return (settings.get("extra") or {}).get("redirects") or {}


def check_redirects(project: Project, settings: dict) -> None:
    """Raise ProjectError where a new page is none, or an old one is still there."""
    pages = [name for _, name in plain.pages(settings["nav"])]
    for old, new in moved_pages(settings).items():
        if not (project.docs / new).is_file():
            raise ProjectError(
                f"mkdocs.yml: 'redirects' leads from {old} to {new}, which is no page{close_to(new, pages)}"
            )
        if (project.docs / old).exists():
            raise ProjectError(
                f"mkdocs.yml: 'redirects' leads away from {old}, which is still a page; delete one of them"
            )


def redirects(settings: dict) -> Iterator[tuple[str, bytes]]:
    """A page for each old address, which leads to the new one."""
    for old, new in moved_pages(settings).items():
        target = posixpath.relpath(address(new), posixpath.dirname(address(old)) or ".")
        yield address(old), MOVED.format(target=html.escape(target)).encode()


def address(page: str) -> str:
    """The address below the site's root of a page in docs/."""
    return posixpath.splitext(page)[0] + ".html"


def lost(history: Iterable[str], addresses: set[str]) -> list[str]:
    """A sentence for each page that a commit of the past had in docs/, but whose address leads nowhere now."""
    once = {
        path.removeprefix("docs/") for path in history if path.startswith("docs/") and path.endswith((".md", ".py"))
    }
    return [
        f"docs/{page} is gone, and so is its address; add '{page}: chapter/where_it_is_now.md' to 'redirects' in mkdocs.yml"
        for page in sorted(once)
        if address(page) not in addresses
    ]


def write(contents: Iterable[tuple[str, bytes]], site: Path) -> None:
    """Write files into a built site."""
    for place, content in contents:
        path = site / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def settings_of(project: Project) -> dict:
    """The settings of mkdocs.yml, with environment variables in place, for when MkDocs is not there to read them."""

    class Loader(yaml.SafeLoader):
        pass

    def from_environment(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> str:
        name, default = loader.construct_sequence(node)
        return os.environ.get(name) or default

    Loader.add_constructor("!ENV", from_environment)
    return yaml.load(read_text(project.settings), Loader)  # noqa: S506 a SafeLoader


if __name__ == "__main__":
    try:
        check_redirects(HERE, settings_of(HERE))
        write(downloads(HERE), Path(sys.argv[1]))
        write(files(HERE, settings_of(HERE), outputs={}), Path(sys.argv[1]))
    except ProjectError as error:
        sys.exit(str(error))

"""The pages that notebooks become: mkdocs-jupyter runs their cells, and what has become of them is kept.

It reads no HTML unless a notebook has to be made: that takes longer than all pages of a chapter.
"""

import hashlib
import json
import logging
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from wouldblock.pages.source import SourcePage
from wouldblock.project import Project, read_text
from wouldblock.site.rerender import Listener

PACKAGE = Path(__file__).parent.parent


def is_notebook(file: File) -> bool:
    """Whether a file of docs/ is a notebook, a Python file in percent format in the folder of a chapter."""
    return file.is_documentation_page() and file.src_uri.endswith(".py")


class Made(NamedTuple):
    """What has become of a notebook: its HTML, the entries of its contents list, and the outputs of its cells as Markdown."""

    content: str
    contents: list[Any]
    outputs: list[str]


class NotebookPages:
    """The notebooks of one build after the other."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor()
        self.package = _digest(path.read_bytes() for path in sorted(PACKAGE.rglob("*.py")))  # as it was imported

    def begin(self, project: Project) -> None:
        """At the start of a build: see which folder holds what is kept for the state in which everything is now."""
        self.project = project
        self.folder = kept_outputs(project)
        self.pages: dict[str, SimpleNamespace] = {}  # of each notebook: its state, and what mkdocs-jupyter makes of it
        self.running: dict[str, Future] = {}

    def as_ipynb(self, source: SourcePage) -> str:
        """A notebook in Jupyter's own form, without outputs, for the download."""
        text = read_text(source.file)
        state = _digest([text.encode(), self.package.encode()])
        if (kept := self._kept(source, ".ipynb", state)) is None:
            from wouldblock.site import notebooks

            kept = notebooks.as_ipynb(text)
            self._keep(source, ".ipynb", state, kept)
        return kept

    def start(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Run a notebook by mkdocs-jupyter, whose method `render` the page has, in a thread, unless what becomes of it is kept."""
        source = SourcePage(self.project, page.file.src_uri)
        addresses = repr(sorted((file.src_uri, file.url) for file in files))
        state = _digest([source.file.read_bytes(), self.package.encode(), addresses.encode()])
        made: Any = SimpleNamespace(
            state=state
        )  # gets the content and the contents list that a page gets from its method
        self.pages[source.name] = made
        if self._kept(source, ".html", state) is None:
            self.running[source.name] = self.threads.submit(page.render.__func__, made, config, files)

    def finish(self, page: Page, address_of: Callable[[str], str | None]) -> list[str]:
        """Give a page what has become of its notebook; gives the outputs of its cells as Markdown.

        `address_of` as in notebooks.tidy. Raises Abort with one sentence where a cell failed.
        """
        source = SourcePage(self.project, page.file.src_uri)
        made = self.pages[source.name]
        kept = Made(*fields) if (fields := self._kept(source, ".html", made.state)) else None
        if kept is None:
            from wouldblock.site import notebooks

            try:
                self.running.pop(source.name).result()
            except notebooks.FAILURES as error:
                raise Abort(notebooks.told(error, source)) from None
            listener = Listener()
            logging.getLogger("mkdocs").addHandler(listener)
            content, outputs = notebooks.tidy(made.content, source, address_of)
            logging.getLogger("mkdocs").removeHandler(listener)
            kept = Made(content, [_token(link) for link in made.toc], outputs)
            if not listener.heard:  # a warning has to be told in each build
                self._keep(source, ".html", made.state, kept)
        page.content, page.toc = kept.content, get_toc(kept.contents)
        return kept.outputs

    def _kept(self, source: SourcePage, kind: str, state: str) -> Any:
        try:
            before = json.loads(self._file(source, kind).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return before["made"] if before["state"] == state else None

    def _keep(self, source: SourcePage, kind: str, state: str, made: Any) -> None:
        file = self._file(source, kind)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"state": state, "made": made}), "utf-8")

    def _file(self, source: SourcePage, kind: str) -> Path:
        return self.folder / "pages" / f"{source.name.replace('/', '.')}{kind}.json"


def kept_outputs(project: Project) -> Path:
    """The folder in which mkdocs-jupyter keeps outputs, which it takes again for as long as a notebook stays the same.

    It knows only the notebook. So each state of what else an output depends on has a folder of its own: the machine, the
    packages, and the programs and data that a notebook names. It imports nothing of ours, so that it runs for a reader, too.
    """
    state = hashlib.sha256(f"{sys.version} {platform.release()} {platform.machine()}".encode())
    for path in sorted(filter(Path.is_file, used_by_notebooks(project))):
        state.update(path.relative_to(project.root).as_posix().encode() + b"\0" + path.read_bytes())
    folder = project.kept_outputs / state.hexdigest()[:16]
    for other in project.kept_outputs.glob("*"):
        if other != folder:
            shutil.rmtree(other)
    return folder


def used_by_notebooks(project: Project) -> Iterator[Path]:
    """The files but themselves on which the outputs of the notebooks may depend."""
    docs = project.docs
    text = "".join(path.read_text("utf-8") for path in docs.glob("*/*.py"))
    yield project.root / "requirements" / "site.txt"
    yield from docs.glob("*/data/**/*.json")
    yield from (path for path in docs.glob("*/*.*") if path.suffix not in (".md", ".py") and path.name in text)
    for path in project.snippets.rglob("*.py"):
        chapter, name = path.relative_to(project.snippets).with_suffix("").parts[:2]
        if f"{chapter}/{name}" in text:
            yield path


def _digest(parts: Any) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def _token(link: AnchorLink) -> dict:
    """An entry of a contents list in the form from which MkDocs makes one."""
    children = [_token(child) for child in link.children]
    return {"level": link.level, "id": link.id, "name": link.title, "children": children}

"""While serving, keep of each page what an edit elsewhere does not change: its expanded text, its content, its HTML.

An edited program has to be on its page within a second, and most of a build is about all the other pages.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from wouldblock import markup
from wouldblock.pages.directives import Expander
from wouldblock.pages.source import SourcePage
from wouldblock.project import Project

KEPT = "kept.html"  # the template of a page that is as it was


class Listener(logging.Handler):
    """Notices whether something was said, which has to be said again in the next build."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note that something was said."""
        self.heard = True


class Kept:
    """What became of each page in the build before, by the path of the page."""

    def __init__(self) -> None:
        self.files: dict[Path, tuple[int, int]] = {}  # each file that a page can show: when it changed, and its size
        self.changed: set[str] | None = None  # scenarios whose files have changed since then; None: anything may have
        self.theme = ""  # the state of what all pages have in common
        self.texts: dict[str, tuple[str, str]] = {}  # a page's Markdown, and that with what it shows in place
        self.pages: dict[str, tuple[tuple | None, dict]] = {}  # a state, and what `render` has set
        self.html: dict[str, tuple[tuple, str]] = {}  # a state, and what the template made of it

    def begin(self, project: Project) -> None:
        """Look what has changed since the build before."""
        shown = [
            *project.snippets.rglob("*"),
            *project.docs.rglob("*.json"),
            *project.runs.glob("*"),
            *project.lab.glob("*"),
        ]
        files = {path: (stat.st_mtime_ns, stat.st_size) for path in shown if (stat := path.stat())}
        changed = {path for path, _ in files.items() ^ self.files.items()}
        names = {name_of_scenario(path, project) for path in changed}
        self.changed = {name for name in names if name} if self.files and None not in names else None
        theme = [(path, path.stat().st_mtime_ns) for path in sorted((project.root / "theme").rglob("*"))]
        self.theme = repr((theme, project.settings.read_text("utf-8")))
        self.files = files

    def use(self, page: Page, project: Project) -> None:
        """Let a page take what its method `render` has set in an earlier build, if it would set the same now."""
        page.render = partial(self._render, SourcePage(project, page.file.src_uri), page, page.render)

    def _render(
        self,
        source: SourcePage,
        page: Page,
        convert: Callable[[MkDocsConfig, Files], None],
        config: MkDocsConfig,
        files: Files,
    ) -> None:
        page.markdown = self._expanded(page.markdown or "", source)  # so that it holds the programs
        settings = repr((config.markdown_extensions, config.mdx_configs, config.validation))
        state = page.markdown, settings, sorted(file.url for file in files)
        before, changes = self.pages.get(source.name, (None, {}))
        if before != state:
            listener, attributes = Listener(), dict(vars(page))
            logging.getLogger("mkdocs").addHandler(listener)
            convert(config, files)
            logging.getLogger("mkdocs").removeHandler(listener)
            changes = {name: value for name, value in vars(page).items() if attributes.get(name) is not value}
            self.pages[source.name] = (None if listener.heard else state), changes
        vars(page).update(changes)

    def _expanded(self, text: str, source: SourcePage) -> str:
        before, kept = self.texts.get(source.name, (None, ""))
        names = {"/".join(directive.name.split("/")[:2]).removesuffix(".py") for directive in markup.directives(text)}
        if before == text and self.changed is not None and not names & self.changed:
            return kept
        listener = Listener()
        logging.getLogger("mkdocs").addHandler(listener)
        expanded = Expander().expanded(text, source)
        logging.getLogger("mkdocs").removeHandler(listener)
        self.texts.pop(source.name, None)
        if not listener.heard:
            self.texts[source.name] = text, expanded
        return expanded

    def use_html(self, env: Environment, pages: list[Page], nav: Any) -> None:
        """Let the template be left out for each page that it would make the same of: it gets one that shows what is kept."""
        loader = env.loader
        env.loader = ChoiceLoader([DictLoader({KEPT: "{{ kept }}"}), *([loader] if loader else [])])
        self.theme += str(nav)  # with the titles of all pages, which were not yet read before
        for page in pages:
            kept, _ = self.html.get(page.file.src_uri, (None, ""))
            if kept == self._state(page):
                page.meta["template"] = KEPT

    def html_of(self, page: Page) -> str:
        """What the template made of a page in an earlier build."""
        return self.html.get(page.file.src_uri, ((), ""))[1]

    def keep_html(self, page: Page, html: str) -> None:
        """Keep what the template has made of a page."""
        if page.meta.get("template") != KEPT:
            self.html[page.file.src_uri] = self._state(page), html

    def _state(self, page: Page) -> tuple:
        """All that a template can show of a page."""
        meta = {key: value for key, value in page.meta.items() if key != "template"}
        return self.theme, page.content, page.title, repr(meta)


def name_of_scenario(path: Path, project: Project) -> str | None:
    """The scenario to which a program, a declaration or a recording belongs; None for what any page may show."""
    if path.is_relative_to(project.snippets):
        chapter, *rest = path.relative_to(project.snippets).parts
        return f"{chapter}/{rest[0].partition('.')[0]}" if rest else chapter
    if path.parent.name == "timelines":
        return f"{path.parent.parent.name}/{path.stem}"
    return None

"""While serving, keep what became of a page whose text, programs and settings stay the same."""

import logging
from collections.abc import Callable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from wouldblock.pages.directives import Expander
from wouldblock.pages.source import SourcePage
from wouldblock.project import Project


class Listener(logging.Handler):
    """Notices whether something was said, which has to be said again in the next build."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:
        self.heard = True


class Kept:
    """What became of each page in an earlier build, by the path of the page."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[tuple | None, dict]] = {}

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
        page.markdown = Expander().expanded(page.markdown or "", source)  # so that it holds the programs
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

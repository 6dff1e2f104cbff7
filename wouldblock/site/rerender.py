"""While serving, keep what became of a page whose text, programs and settings stay the same."""

import logging
from collections.abc import Callable
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from wouldblock.pages.directives import Expander

kept: dict[str, tuple[tuple, dict]] = {}  # by the path of a page


class Listener(logging.Handler):
    """Notices whether something was said, which has to be said again in the next build."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:
        self.heard = True


def keep(page: Page) -> None:
    """Let a page take what its method `render` has set in an earlier build, if it would set the same now."""
    page.render = partial(render, page, page.render)


def render(page: Page, convert: Callable[[MkDocsConfig, Files], None], config: MkDocsConfig, files: Files) -> None:
    page.markdown = "\n".join(Expander().run(page.markdown.splitlines()))  # so that it holds the programs
    settings = repr((config.markdown_extensions, config.mdx_configs, config.validation))
    state = page.markdown, settings, sorted(file.url for file in files)
    before, changes = kept.get(page.file.src_uri, (None, {}))
    if before != state:
        listener, attributes = Listener(), dict(vars(page))
        logging.getLogger("mkdocs").addHandler(listener)
        convert(config, files)
        logging.getLogger("mkdocs").removeHandler(listener)
        changes = {name: value for name, value in vars(page).items() if attributes.get(name) is not value}
        kept[page.file.src_uri] = (None if listener.heard else state), changes
    vars(page).update(changes)

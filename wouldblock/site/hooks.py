"""What MkDocs has to be told beyond its settings: files beside the pages, dates of pages, tidy notebooks.

MkDocs imports this file once and calls the functions at its end, the events of one object. A builder other than MkDocs
runs none of them; extras.py and finish do there what has to be done.
"""

import contextlib
import gc
import logging
import os
import posixpath
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from wouldblock import check, markup
from wouldblock.pages import run_card
from wouldblock.pages.source import SourcePage
from wouldblock.project import HERE, Project, ProjectError
from wouldblock.site import dates, extras, finish, roads, templates
from wouldblock.site.notebook_pages import NotebookPages, is_notebook, kept_outputs
from wouldblock.site.rerender import Kept


class Warnings(logging.Handler):
    """Keeps what was warned of, to say it again as the last line of a build that fails for it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the sentence of a warning."""
        self.sentences.append(record.getMessage())


class Build:
    """The builds of one run of MkDocs: a single one, or all that follow one another while it serves."""

    def __init__(self) -> None:
        self.project = HERE
        self.serving = False
        self.kept = Kept()  # pages of earlier builds, while serving
        self.warnings = Warnings()
        self.notebooks = NotebookPages()
        # of the build that goes on
        self.files = Files([])
        self.nav = Navigation([], [])
        self.places: dict[str, roads.Place] = {}
        self.dates: dict[str, str] = {}  # of the last change of each path
        self.outputs: dict[str, list[str]] = {}  # of each notebook, for its plain page

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Once, before all builds."""
        self.serving = command == "serve"
        if not self.serving:
            gc.disable()  # a build has ended before a collection pays
        with_limit = str(Path(__file__).parent)  # of the time for a cell; what its author has set goes before
        own = os.environ.get("JUPYTER_CONFIG_PATH", "")
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, (own, with_limit)))

    @event_priority(100)  # the search of the theme reads templates at the same event
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Tell the template whether MkDocs adds its script for reloading, and mkdocs-jupyter where it keeps outputs.

        The policy of the pages would stop that script.
        """
        self.project = Project(Path(config.docs_dir).parent)
        config.extra["reloads"] = self.serving
        templates.make_quick(config.theme, self.project.kept_templates)
        config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(kept_outputs(self.project))
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Stop at the first file that can't be read, instead of warning of each page that can't be made for it."""
        try:
            check.check(self.project)
            extras.check_redirects(self.project, dict(config))
        except ProjectError as error:
            raise Abort(str(error)) from None
        self.dates = dates.last_changes(self.project)
        if self.serving:
            self.kept.begin(self.project)
        if not run_card.listed(self.project):
            logging.getLogger("mkdocs.wouldblock").info(
                "Programs can't be run in the pages of this site: it has no machine for them; build one with: nox -s lab"
            )
        if not config.repo_url:
            logging.getLogger("mkdocs.wouldblock").info(
                "The pages have no links to a repository: set 'repo_url' in mkdocs.yml, or REPO_URL in the environment"
            )
        self.warnings.sentences.clear()
        logging.getLogger("mkdocs").addHandler(self.warnings)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the downloads, and let the notebooks come first: they are started first."""
        self.notebooks.begin(self.project)
        for file in [file for file in files if is_notebook(file)]:
            address = str(PurePosixPath(file.src_uri).with_suffix(".ipynb"))
            content = self.notebooks.as_ipynb(SourcePage(self.project, file.src_uri))
            files.append(File.generated(config, address, content=content))
        for address, content in extras.downloads(self.project):
            files.append(File.generated(config, address, content=content))
        return Files(sorted(files, key=lambda file: not is_notebook(file)))

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Number the chapters and pages, and lead along the main road."""
        self.nav = nav
        try:
            self.places = roads.lay(nav, config.extra.get("main_road") or [])
        except ProjectError as error:
            raise Abort(str(error)) from None
        return nav

    def on_pre_page(self, page: Page, config: MkDocsConfig, files: Files) -> Page:
        """Let a notebook run beside the making of the other pages."""
        if is_notebook(page.file):
            self.notebooks.start(page, config, files)
            page.content, page.render = "", lambda *_args, **_options: None
        elif self.serving:
            self.kept.use(page, self.project)
        return page

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Complete what is known about a page, for the template and the sitemap."""
        source = SourcePage(self.project, page.file.src_uri)
        page.meta["changed"] = dates.last_change(source, markdown, self.dates)
        if page.meta["changed"]:
            page.update_date = page.meta["changed"]
        if is_notebook(page.file):
            page.meta.update(markup.front_matter(source.file))
        if "description" in page.meta:  # the theme writes it as it is; here, as what is kept is compared with it
            page.meta["description"] = escape(page.meta["description"])
        page.meta["place"] = self.places.get(page.file.src_uri)
        page.meta["search"] = {"exclude": True}  # from the theme's index; search.py makes ours from the finished pages
        return markdown

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:
        """Let the notebooks come last: they are awaited last."""
        for file in [file for file in files if is_notebook(file)]:
            files.remove(file)
            files.append(file)
        self.files = files
        roads.number_titles(self.nav, self.places)
        if self.serving:
            pages = [file.page for file in files.documentation_pages() if file.page and not is_notebook(file)]
            self.kept.use_html(env, pages, self.nav)

    def on_page_context(self, context: dict, page: Page, config: MkDocsConfig, nav: Any) -> dict:
        """Take what has become of a notebook."""
        if is_notebook(page.file):
            self.outputs[page.file.src_uri] = self.notebooks.finish(page, partial(self.address_of, page.file))
        context["kept"] = self.kept.html_of(page)
        return context

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Keep the HTML of a page, while serving."""
        if self.serving and not is_notebook(page.file):
            self.kept.keep_html(page, output)
        return output

    def address_of(self, file: File, path: str) -> str | None:
        """The address, from one page on, of the page that a link in its source names; None where there is no such page."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), path))
        target = self.files.get_file_from_path(place)
        return target.url_relative_to(file) if target else None

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write what lies beside the pages and finish the site; a strict build ends with what it has warned of."""
        site = Path(config.site_dir)
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        if config.strict and self.warnings.sentences:
            count = len(self.warnings.sentences)
            above = f" (the last of {count} warnings; mend all of them)" if count > 1 else ""
            raise Abort(f"{self.warnings.sentences[-1]}{above}")
        with contextlib.ExitStack() as stack:
            if not config.strict:
                stack.enter_context(contextlib.suppress(ProjectError))  # of which the page that shows it has warned
            extras.write(extras.files(self.project, dict(config), self.outputs), site)
        finish.finish(site, self.project)


_build = Build()
on_startup = _build.on_startup
on_config = _build.on_config
on_pre_build = _build.on_pre_build
on_files = _build.on_files
on_nav = _build.on_nav
on_pre_page = _build.on_pre_page
on_page_markdown = _build.on_page_markdown
on_env = _build.on_env
on_page_context = _build.on_page_context
on_post_page = _build.on_post_page
on_post_build = _build.on_post_build

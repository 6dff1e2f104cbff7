"""What MkDocs has to be told beyond its settings: files beside the pages, dates of pages, tidy notebooks."""

import contextlib
import posixpath
import re
from pathlib import Path, PurePosixPath

from mkdocs.structure.files import File

from wouldblock import beside, directives, downloads, finish, history, notebooks
from wouldblock.scenario import SNIPPETS, ScenarioError

dates: dict[str, str] = {}
reloads = False


def on_startup(command, dirty) -> None:
    global reloads
    reloads = command == "serve"


def on_config(config):
    """Tell the template whether MkDocs adds its script for reloading, which the policy of the pages would stop."""
    config.extra["reloads"] = reloads
    return config


def on_pre_build(config) -> None:
    dates.clear()
    dates.update(history.last_changes())


def on_files(files, config):
    for file in [file for file in files if notebooks.is_notebook(file.src_uri)]:
        source = Path(file.abs_src_path).read_text("utf-8")
        address = str(PurePosixPath(file.src_uri).with_suffix(".ipynb"))
        files.append(File.generated(config, address, content=notebooks.as_ipynb(source)))
    try:
        for address, content in downloads.files():
            files.append(File.generated(config, address, content=content))
    except ScenarioError as error:
        directives.log.warning(str(error))
    return files


def on_page_markdown(markdown, page, config, files):
    directives.page = page.file.src_uri
    if changed := last_change(page.file.src_uri, markdown):
        page.update_date = changed  # for the sitemap
    if page.file.src_uri.endswith(".py"):
        page.meta.update(notebooks.front_matter(Path(page.file.abs_src_path)))
    return markdown


def on_page_content(html, page, config, files):
    """Notebooks come as pages of their own make: keep the cells and let the theme style them."""
    if not page.file.src_uri.endswith(".py"):
        return html

    def address_of(path: str) -> str | None:
        target = files.get_file_from_path(
            posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), path))
        )
        return target.url_relative_to(page.file) if target else None

    return notebooks.tidy(html, page.file.name + ".py", address_of)


def on_page_context(context, page, config, nav):
    """Give the template the day of the last change, '' before the first commit."""
    context["changed"] = last_change(page.file.src_uri, page.markdown or "")
    return context


def on_post_build(config) -> None:
    with contextlib.suppress(ScenarioError):  # of which the page that shows it has warned already
        beside.write(beside.files(config), Path(config.site_dir))
    finish.finish(Path(config.site_dir))


def last_change(page: str, markdown: str) -> str:
    """The day on which a page, or a program on it, last changed."""
    programs = re.findall(r"^ *::: \w+ (\S+)", markdown, re.MULTILINE)
    shown = {f"docs/{page}", *(f"{SNIPPETS.name}/{program}" for program in programs)}
    changes = [
        date for path, date in dates.items() if shown & {path, path.removesuffix(".py"), path.rpartition("/")[0]}
    ]
    return max(changes, default="")

"""What MkDocs has to be told beyond its settings: files beside the pages, dates of pages, tidy notebooks."""

import contextlib
import gc
import posixpath
import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

from mkdocs.structure.files import File, Files

from wouldblock.pages import directives
from wouldblock.project import SNIPPETS, ProjectError
from wouldblock.site import dates, downloads, extras, finish, notebooks, rerender

changes: dict[str, str] = {}  # the date of the last change of each path
reloads = False
others = ThreadPoolExecutor()
outputs: dict[str, list[str]] = {}  # of notebooks, for their plain pages
executed: dict[str, tuple[SimpleNamespace, Future]] = {}  # by the path of a notebook


def on_startup(command, dirty) -> None:
    global reloads
    reloads = command == "serve"
    if not reloads:
        gc.disable()  # a build has ended before a collection pays


def on_config(config):
    """Tell the template whether MkDocs adds its script for reloading, and mkdocs-jupyter where it keeps outputs.

    The policy of the pages would stop that script.
    """
    config.extra["reloads"] = reloads
    config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(notebooks.kept_outputs(Path(config.docs_dir)))
    return config


def on_pre_build(config) -> None:
    changes.clear()
    changes.update(dates.last_changes())


def on_files(files, config):
    for file in [file for file in files if is_notebook(file)]:
        source = Path(file.abs_src_path).read_text("utf-8")
        address = str(PurePosixPath(file.src_uri).with_suffix(".ipynb"))
        files.append(File.generated(config, address, content=notebooks.as_ipynb(source)))
    try:
        for address, content in downloads.files():
            files.append(File.generated(config, address, content=content))
    except ProjectError as error:
        directives.log.warning(str(error))
    return Files(sorted(files, key=lambda file: not is_notebook(file)))  # they are started first


def on_pre_page(page, config, files):
    """Let mkdocs-jupyter run a notebook beside the making of the other pages."""
    if is_notebook(page.file):
        made = SimpleNamespace()  # gets the content and the contents list that a page gets from its method
        executed[page.file.src_uri] = made, others.submit(page.render.__func__, made, config, files)
        page.content, page.render = "", lambda config, files: None
    elif reloads:
        rerender.keep(page)
    return page


def on_page_markdown(markdown, page, config, files):
    directives.page = page.file.src_uri
    page.meta["changed"] = last_change(page.file.src_uri, markdown)  # for the template
    if page.meta["changed"]:
        page.update_date = page.meta["changed"]  # for the sitemap
    if is_notebook(page.file):
        page.meta.update(notebooks.front_matter(Path(page.file.abs_src_path)))
    page.meta["search"] = {"exclude": True}  # from the theme's index; search.py makes ours from the finished pages
    return markdown


def on_env(env, config, files):
    for file in [file for file in files if is_notebook(file)]:
        files.remove(file)
        files.append(file)  # they are awaited last
    config.extra["files"] = files


def on_page_context(context, page, config, nav):
    """Take what has become of a notebook."""
    if is_notebook(page.file):
        made, execution = executed.pop(page.file.src_uri)
        execution.result()
        page.content, outputs[page.file.src_uri] = tidied(page.file, made.content, config.extra["files"])
        page.toc = made.toc
    return context


def is_notebook(file: File) -> bool:
    return file.is_documentation_page() and file.src_uri.endswith(".py")


def tidied(file: File, html: str, files: Files) -> tuple[str, list[str]]:
    """Notebooks come as pages of their own make: keep the cells and let the theme style them; and their outputs as text."""

    def address_of(path: str) -> str | None:
        target = files.get_file_from_path(posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), path)))
        return target.url_relative_to(file) if target else None

    return notebooks.tidy(html, file.name + ".py", address_of)


def on_post_build(config) -> None:
    with contextlib.suppress(ProjectError):  # of which the page that shows it has warned already
        extras.write(extras.files(config, outputs), Path(config.site_dir))
    finish.finish(Path(config.site_dir))


def last_change(page: str, markdown: str) -> str:
    """The day on which a page, or a program or a recording on it, last changed; '' before the first commit."""
    programs = re.findall(r"^ *::: \w+ (\S+)", markdown, re.MULTILINE)
    recordings = [program.replace("/", "/timelines/", 1) + ".json" for program in programs]
    shown = {
        f"docs/{page}",
        *(f"{SNIPPETS.name}/{program}" for program in programs),
        *(f"docs/{file}" for file in recordings),
    }
    days = [date for path, date in changes.items() if shown & {path, path.removesuffix(".py"), path.rpartition("/")[0]}]
    return max(days, default="")

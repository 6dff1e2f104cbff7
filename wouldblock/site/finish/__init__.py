"""Finish a built site: one stylesheet, the search as scripts, and nothing that no page asks for.

It reads the built files alone: `python -m wouldblock.site.finish site`. MkDocs calls it at the end of each build.
"""

import functools
import re
import shutil
from pathlib import Path

import rcssmin
import rjsmin

from wouldblock.project import HERE, Project, ProjectError
from wouldblock.site.finish import search, stylesheet

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*?)(assets/(?!picture)[^"]+)">')
STYLESHEET = "assets/site.css"
PICTURES = "assets/picture.css"  # only pages with a picture ask for it
PICTURE = re.compile(r'<figure class="wb-picture.*?</figure>', re.DOTALL)
SCRIPTS = ("site.js", "search.js", "picture.js", "predict.js")
RUN, LAB = "run.js", "lab"  # only a site with the machine has them
PROGRAM = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
OTHER_SEARCH = re.compile(r'<input[^>]* id="__search"[^>]*>|<label[^>]* for="__search">.*?</label>', re.DOTALL)
FOR_OTHER_SCRIPTS = re.compile(r' data-md-(?:component|level|scrollfix|type)(?:="[^"]*")?')
EMPTY_HEAD = re.compile(r"<thead>\s*<tr>\s*(<th></th>\s*)+</tr>\s*</thead>\s*")
FOCUS_OF_LABEL = re.compile(r'(<label class="md-nav__link[^>]*?) tabindex="0?"')


def finish(site: Path, project: Project = HERE) -> None:
    """Finish the pages that a builder has made in the folder `site`; any other HTML file there stays as it is."""
    built = {path: html for path in sorted(site.rglob("*.html")) if SHEET.search(html := path.read_text("utf-8"))}
    if not built:
        raise ProjectError(f"{site} holds no page of the site; build it first, with: nox -s build")
    sheets = [address for _, address in SHEET.findall(built[site / "index.html"])]
    pages = {path: tidy(html) for path, html in built.items()}
    for path, html in pages.items():
        path.write_text(html, "utf-8")
    css = "".join((site / address).read_text("utf-8") for address in sheets)
    assets = site / "assets"
    scripts = {name: (assets / name).read_text("utf-8") for name in SCRIPTS}
    for_names = "".join(scripts.values()) + (assets / RUN).read_text("utf-8")
    names = stylesheet.names((PICTURE.sub("", html) for html in pages.values()), for_names)
    (site / STYLESHEET).write_text(stylesheet.purge_once(css, names, project.kept_stylesheet), "utf-8")
    (site / PICTURES).write_text(rcssmin.cssmin((site / PICTURES).read_text("utf-8")), "utf-8")

    index = search.index({path.relative_to(site).as_posix(): html for path, html in pages.items()})
    (assets / "search-index.js").write_text(index, "utf-8")
    for name, script in scripts.items():
        (assets / name).write_text(rjsmin.jsmin(script), "utf-8")
    finish_lab(assets)

    (site / "search.json").unlink(missing_ok=True)  # another builder's index
    for folder in ("search", "assets/javascripts"):  # the theme's own scripts, and what they read
        shutil.rmtree(site / folder, ignore_errors=True)  # another builder has none


def finish_lab(assets: Path) -> None:
    """Make the scripts of the lab small, or take them away where there is no machine for them."""
    if (assets / LAB / "lab.json").is_file():
        for script in (assets / RUN, *(file for file in (assets / LAB).glob("*.js") if "-" not in file.name)):
            script.write_text(rjsmin.jsmin(script.read_text("utf-8")), "utf-8")
        style = assets / LAB / "lab.css"
        style.write_text(rcssmin.cssmin(style.read_text("utf-8")), "utf-8")
    else:
        (assets / RUN).unlink(missing_ok=True)
        shutil.rmtree(assets / LAB, ignore_errors=True)


@functools.lru_cache(maxsize=1024)  # while serving, most pages are as they were
def tidy(html: str) -> str:
    """One stylesheet in place of several, no empty heads of tables, and the chapters' check boxes with focus and name."""
    above = SHEET.findall(html)[0][0]
    link = f'<link rel="stylesheet" href="{above}{STYLESHEET}">\n'
    html = SHEET.sub("", html).replace("<script ", f"{link}<script ", 1)
    html = FOR_OTHER_SCRIPTS.sub("", OTHER_SEARCH.sub("", html))
    html = html.replace('id="__drawer" autocomplete="off"', 'id="__drawer"')
    html = "".join(
        part if part.startswith("<pre>") else re.sub(r"\n\s+", "\n", part)  # the space of the templates
        for part in PROGRAM.split(html)
    )
    html = EMPTY_HEAD.sub("", html).replace("<th></th>", "<td></td>")
    html = FOCUS_OF_LABEL.sub(r"\1", html)
    if 'id="__toc"' not in html:
        html = html.replace(' for="__toc"', "")
    return html.replace('type="checkbox" id="__nav_', 'type="checkbox" aria-label="Pages of this chapter" id="__nav_')

"""Finish a built site: one stylesheet, the search as scripts, and nothing that no page asks for.

It reads the built files alone: `python -m wouldblock.finish site`. MkDocs calls it at the end of each build.
"""

import json
import re
import shutil
import sys
from pathlib import Path

import rcssmin

from wouldblock import search, stylesheet

SHEET = re.compile(r'[ \t]*<link rel="stylesheet" href="([^"]*?)(assets/(?!picture)[^"]+)">\n*')
STYLESHEET = "assets/site.css"
PICTURES = "assets/picture.css"  # only pages with a picture ask for it
PICTURE = re.compile(r'<figure class="wb-picture".*?</figure>', re.DOTALL)
NOT_IN_HTML = re.compile(r'(?<=id="__drawer"|id="__search") autocomplete="off"')
EMPTY_HEAD = re.compile(r"<thead>\s*<tr>\s*(<th></th>\s*)+</tr>\s*</thead>\s*")
FOCUS_OF_LABEL = re.compile(r'(<label class="md-nav__link[^>]*?) tabindex="0?"')


def finish(site: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    sheets = [address for _, address in SHEET.findall(pages[site / "index.html"])]
    css = "".join((site / address).read_text("utf-8") for address in sheets)
    names = stylesheet.names(PICTURE.sub("", html) for html in pages.values())
    (site / STYLESHEET).write_text(stylesheet.purge(css, names), "utf-8")
    (site / PICTURES).write_text(rcssmin.cssmin((site / PICTURES).read_text("utf-8")), "utf-8")
    for path, html in pages.items():
        path.write_text(tidy(html), "utf-8")

    entries = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    index = search.index(entries, {path.relative_to(site).as_posix(): html for path, html in pages.items()})
    (site / "assets" / "search-index.js").write_text(index, "utf-8")
    (site / "assets" / "lunr.js").write_text(search.library(), "utf-8")

    for folder in ("search", "assets/javascripts"):  # the theme's own scripts, and what they read
        shutil.rmtree(site / folder)


def tidy(html: str) -> str:
    """One stylesheet in place of several, no empty heads of tables, and the chapters' check boxes with focus and name."""
    above = SHEET.search(html)[1]
    link = f'<link rel="stylesheet" href="{above}{STYLESHEET}">\n    '
    html = SHEET.sub("", html).replace("<script ", f"{link}<script ", 1)
    html = EMPTY_HEAD.sub("", html).replace("<th></th>", "<td></td>")
    html = FOCUS_OF_LABEL.sub(r"\1", NOT_IN_HTML.sub("", html))
    if 'id="__toc"' not in html:
        html = html.replace(' for="__toc"', "")
    return html.replace('type="checkbox" id="__nav_', 'type="checkbox" aria-label="Pages of this chapter" id="__nav_')


if __name__ == "__main__":
    finish(Path(sys.argv[1]))

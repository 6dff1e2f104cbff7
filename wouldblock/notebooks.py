"""Bring the HTML of an executed notebook into the form of the theme's own pages."""

import base64
import logging
import re
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from mkdocs.utils import meta

log = logging.getLogger("mkdocs.wouldblock")
UNWANTED = "style, script, clipboard-copy, .jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser"
PARTS = ".jp-MarkdownOutput, .highlight-ipynb, .jp-OutputArea-output"


def tidy(html: str, file: str, address_of: Callable[[str], str | None]) -> str:
    """Keep the text, code, output and charts of nbconvert's HTML, and add the download of the notebook's file.

    What was measured is not searched for: so all files of the site but this page are the same in every build.

    `address_of` gives the address on the site for the path of a page, or None where there is no such page.
    """
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(UNWANTED):
        element.decompose()
    for link in soup.select(".jp-MarkdownOutput a[href$='.md'], .jp-MarkdownOutput a[href*='.md#']"):
        path, _, anchor = link["href"].partition("#")
        if address := address_of(path):
            link["href"] = f"{address}#{anchor}" if anchor else address
        else:
            log.warning(f"{file}: a link leads to {path}, which is no page")
    parts = []
    for part in soup.select(PARTS):
        if "jp-MarkdownOutput" in part["class"]:
            parts.append(_text(part))
        elif "highlight-ipynb" in part["class"]:
            code = part.pre.decode_contents().removeprefix("<span></span>")
            parts.append(f'<div class="language-python highlight"><pre><code>{code}</code></pre></div>')
        elif part.img:
            parts.append(_chart(part.img["src"], file))
        elif part.pre:
            printed = part.pre.decode_contents()
            parts.append(
                f'<div class="highlight wb-printed" data-search-exclude><pre><code>{printed}</code></pre></div>'
            )
    parts.append(
        f'<p class="wb-downloads">Download <a href="{file}" download>{file}</a> and run it in Jupyter, or with Python.</p>'
    )
    return "\n".join(parts)


def front_matter(path: Path) -> dict:
    """Title and description, which a notebook in percent format keeps as comments at its top."""
    header = re.match(r"(?:#.*\n)*", path.read_text("utf-8"))[0]
    return meta.get_data(re.sub(r"^# ?", "", header, flags=re.MULTILINE))[1]


def _text(part: Tag) -> str:
    for anchor in part.select(".anchor-link"):
        anchor["class"], anchor["title"] = "headerlink", "Link to this section"
    return part.decode_contents()


def _chart(address: str, file: str) -> str:
    """A chart as part of the page, in the color of the text around it; without styles, which a strict site forbids.

    `address` is a data address with an SVG of matplotlib, whose metadata hold a Title: the text alternative.
    """
    svg = BeautifulSoup(base64.b64decode(address.partition("base64,")[2]), "html.parser").svg
    title = svg.find(lambda tag: tag.name == "dc:title" and tag.parent.name == "cc:work")
    if not title:
        log.warning(
            f"{file}: a chart has no text alternative; give savefig or set_matplotlib_formats metadata with a 'Title'"
        )
    svg["role"], svg["fill"], svg["aria-label"] = "img", "currentColor", title.get_text(strip=True) if title else ""
    for element in svg.select("metadata, style"):
        element.decompose()
    for element in [svg, *svg.find_all(True)]:
        for declaration in filter(str.strip, element.attrs.pop("style", "").split(";")):
            name, value = (part.strip() for part in declaration.split(":", 1))
            if name == "font":
                name, value = "font-size", re.search(r"[\d.]+px", value)[0]
            element[name] = "currentColor" if value == "#000000" else value
    return f'<figure class="wb-chart" data-search-exclude>{svg}</figure>'

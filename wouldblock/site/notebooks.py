"""Bring the HTML of an executed notebook into the form of the theme's own pages."""

import ast
import base64
import copy
import json
import re
from collections.abc import Callable
from html import escape
from itertools import groupby, pairwise
from xml.etree import ElementTree

import jupytext
from bs4 import BeautifulSoup, Tag
from markdown import markdown
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from wouldblock.figures import forms
from wouldblock.pages import predict
from wouldblock.pages.source import SourcePage
from wouldblock.project import ProjectError

CHART_COLORS = {"#1f77b4": 1, "#ff7f0e": 2, "#2ca02c": 3}  # matplotlib's C0 to C2; the page has its own in each scheme
STYLE_OR_SCRIPT = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)  # most of what nbconvert writes
PAGE = re.compile(r"^[^:]+\.(md|py)(#|$)")
PROMPTS = ["jp-InputPrompt", "jp-OutputPrompt", "jp-Collapser"]
SVG = "{http://www.w3.org/2000/svg}"
TITLE = ".//{http://creativecommons.org/ns#}Work/{http://purl.org/dc/elements/1.1/}title"
REFERENCE = re.compile(r'(url\(#|href="#)([^")]+)')
ElementTree.register_namespace("", SVG.strip("{}"))
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
COLORS = re.compile(r"\x1b\[[\d;]*m")  # of a terminal, in a traceback
PLACE = re.compile(r"^-+> +\d+ (.*)", re.MULTILINE)  # where a cell stood, in a traceback
FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError)
PARTS = ["jp-MarkdownOutput", "highlight-ipynb", "jp-OutputArea-output"]


def tidy(html: str, page: SourcePage, address_of: Callable[[str], str | None]) -> tuple[str, list[str]]:
    """Keep the text, code, output and charts of nbconvert's HTML, and add the download of the notebook's file.

    Gives the HTML, and for each cell of code what it printed, and what it drew in words, as Markdown. What it printed
    and drew is not searched for: numbers in the index help nobody.

    `address_of` gives the address on the site for the path of a page, or None where there is no such page.
    """
    soup = BeautifulSoup(STYLE_OR_SCRIPT.sub("", html), "lxml")
    for element in [*soup.find_all("clipboard-copy"), *soup.find_all(class_=PROMPTS)]:
        element.decompose()
    for link in soup.find_all("a", href=PAGE):
        path, _, anchor = str(link["href"]).partition("#")
        if address := address_of(path):
            link["href"] = f"{address}#{anchor}" if anchor else address
        else:
            page.warn(f"a link leads to {path}, which is no page")
    parts: list[str] = []
    outputs: list[list[str]] = []
    file, notebook = page.file.name, page.file.with_suffix(".ipynb").name
    shown = soup.find_all(class_=PARTS)  # not by a selector: the first one costs more than all the rest
    _join_prints(shown)
    code_of_cell = ""  # comes below what the cell has shown
    for part in shown:
        if {"jp-MarkdownOutput", "highlight-ipynb"} & set(part["class"]):
            parts.append(code_of_cell)
            code_of_cell = ""
        if "jp-MarkdownOutput" in part["class"]:
            _ask(part, soup, page)
            parts.append(forms.replaced(_text(part), page.warn, as_html=True))
        elif "highlight-ipynb" in part["class"]:
            code = _there(part.pre).decode_contents().removeprefix("<span></span>")
            code_of_cell = (
                '<details class="code"><summary>The code</summary>'
                f'<div class="language-python highlight"><pre><code>{code}</code></pre></div></details>'
            )
            outputs.append([])
        elif part.img:
            chart, words = _chart(str(part.img["src"]), page, len(parts))
            parts.append(chart)
            outputs[-1].append(f"Chart: {words}")
        elif part.pre:
            for is_table, lines in groupby(part.pre.get_text().splitlines(), lambda line: line.startswith("|")):
                printed = "\n".join(lines)
                parts.append(_table(printed) if is_table else _lines(printed))
                outputs[-1].append(printed if is_table else f"Printed:\n\n```\n{printed}\n```")
    parts.append(
        f'{code_of_cell}\n<p class="wb-downloads">Download this page as a notebook for Jupyter, '
        f'<a href="{notebook}" download>{notebook}</a>, or as a program, <a href="{file}" download>{file}</a>.</p>'
    )
    return "\n".join(parts), ["\n\n".join(parts_of_cell) for parts_of_cell in outputs]


def told(failure: Exception, page: SourcePage) -> str:
    """One sentence for a cell that failed: in which notebook, where, and why."""
    if isinstance(failure, CellTimeoutError):
        cell = str(failure).partition("-------------------\n")[2].strip().partition("\n")[0]
        if cell.startswith("['"):  # of a long cell nbclient shows lists of lines
            cell = ast.literal_eval(cell)[0]
        return f"docs/{page.name}: the cell that begins with {cell!r} did not end in time; let it end, or do less"
    if isinstance(failure, CellExecutionError):
        places = PLACE.findall(COLORS.sub("", failure.traceback))
        where = f" at {places[0].strip()!r}" if places else ""
        value = f": {failure.evalue}" if failure.evalue else ""
        return f"docs/{page.name}: a cell raised {failure.ename}{value}{where}; mend that cell"
    return f"docs/{page.name}: the Python that ran the cells has ended, {failure}; mend the cell that ends it"


def as_ipynb(source: str) -> str:
    """A notebook in percent format in Jupyter's own form, with its figures in place of the forms, and without outputs."""
    made = jupytext.reads(source, fmt="py:percent")
    made.metadata.pop("jupytext", None)
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    if made.cells and made.cells[0].cell_type == "raw":
        del made.cells[0]  # title and description, for the site
    made.nbformat_minor = 4  # the last form without an identity for each cell, which would be another one in each build
    for cell in made.cells:
        cell.pop("id", None)
        if cell.cell_type == "markdown":
            cell.source = forms.replaced(cell.source, lambda sentence: sentence)
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _join_prints(parts: list[Tag]) -> None:
    """Put together what a cell printed: Jupyter cuts it into pieces, and in each run at another place."""
    for before, part in pairwise(parts):
        first, second = before.pre, part.pre
        if first and second and all("jp-OutputArea-output" in output["class"] for output in (before, part)):
            second.insert(0, first.extract())
            first.unwrap()


def _ask(part: Tag, soup: BeautifulSoup, page: SourcePage) -> None:
    """Make of a paragraph '**Predict: …?**', its options and its 'Why: …' the same folds as on other pages."""
    for title in part.find_all("strong", string=re.compile("^Predict: ")):
        before = _there(title.parent)
        options, why = before.find_next_sibling("ul"), before.find_next_sibling("p")
        while why and not why.get_text().startswith("Why: "):
            why = why.find_next_sibling("p")
        boxes = options.find_all("input") if options else []
        right = [number for number, box in enumerate(boxes, 1) if box.has_attr("checked")]
        if not options or len(boxes) < 2 or len(right) != 1 or not why:
            page.warn(f"the question '{title.get_text()}' needs options; {predict.HOW}")
            continue
        fold = soup.new_tag("details", attrs={"class": f"question wb-predict wb-right-{right[0]}"})
        answer = soup.new_tag("details", attrs={"class": "success"})
        for folded, words in ((fold, title.get_text()), (answer, "Answer")):
            folded.append(soup.new_tag("summary", string=words))
        before.insert_before(fold)
        title.decompose()
        chosen = soup.new_tag("strong")
        for box in boxes:
            box.decompose()
        for item in options.find_all("li"):
            del item["class"]
        chosen.extend([copy.copy(node) for node in options.find_all("li")[right[0] - 1].contents])
        why.contents[0].replace_with(" " + predict.sentence(str(why.contents[0]).removeprefix("Why:")))
        why.insert(0, chosen)
        answer.append(why.extract())
        fold.extend([before.extract(), options.extract(), answer])


def _lines(printed: str) -> str:
    """What a cell printed, in the look of an output."""
    return f'<div class="highlight wb-printed" data-search-exclude><pre><code>{escape(printed)}</code></pre></div>'


def _table(printed: str) -> str:
    """A Markdown table that a cell printed, as a table of the page."""
    table = markdown(printed, extensions=["tables"])
    table = table.replace('style="text-align: right;"', 'class="wb-number"')  # a strict site forbids styles
    return f"<div data-search-exclude>{table}</div>"


def _there(element: Tag | None) -> Tag:
    """An element that nbconvert has written so far."""
    if element is None:
        raise ProjectError(
            "nbconvert writes other HTML than wouldblock/site/notebooks.py reads; adapt it to this version"
        )
    return element


def _text(part: Tag) -> str:
    for anchor in part.find_all(class_="anchor-link"):
        anchor["class"], anchor["title"] = "headerlink", "Link to this section"
    return part.decode_contents()


def _chart(address: str, page: SourcePage, number: int) -> tuple[str, str]:
    """A chart as part of the page, in its colors, and its words; without styles, which a strict site forbids.

    `address` is a data address with an SVG of matplotlib, whose metadata hold a Title: the text alternative.
    Several charts of a page have the same names for their parts, so the names get its `number` on the page.
    """
    svg = ElementTree.fromstring(base64.b64decode(address.partition("base64,")[2]))  # noqa: S314 our own
    title = svg.findtext(TITLE)
    if not title:
        page.warn("a chart has no text alternative; give savefig or set_matplotlib_formats metadata with a 'Title'")
    words = (title or "").strip()
    svg.attrib |= {"role": "img", "fill": "currentColor", "aria-label": words}
    for element in list(svg.iter()):
        for child in [child for child in element if child.tag in (f"{SVG}metadata", f"{SVG}style")]:
            element.remove(child)
    for element in svg.iter():
        for declaration in filter(str.strip, element.attrib.pop("style", "").split(";")):
            name, value = (part.strip() for part in declaration.split(":", 1))
            if name == "font":
                name, value = "font-size", re.findall(r"[\d.]+px", value)[0]
            if color := CHART_COLORS.get(value):  # a class, since an attribute takes no var()
                element.set("class", f"{element.get('class', '')} wb-{name}-{color}".strip())
            else:
                element.set(name, "currentColor" if value == "#000000" else value)
    drawn = ElementTree.tostring(svg, encoding="unicode")
    used = {name for _, name in REFERENCE.findall(drawn)}
    drawn = re.sub(r' id="([^"]+)"', lambda match: f' id="c{number}-{match[1]}"' if match[1] in used else "", drawn)
    drawn = REFERENCE.sub(rf"\g<1>c{number}-\g<2>", drawn)
    return f'<figure class="wb-chart" data-search-exclude>{drawn}</figure>', words

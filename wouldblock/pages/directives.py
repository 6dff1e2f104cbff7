"""The forms by which a page shows programs, recorded runs and what was observed of servers, as a Python-Markdown extension.

It gives each term of a glossary an anchor, too.

    ::: scenario blocking/one_at_a_time
        highlight server.py: listener.accept()

    ::: excerpt blocking/one_at_a_time/server.py
        definition: serve
        highlight: connection.recv

    ::: picture blocking/one_at_a_time
        blocks server.py: recv until client.py close

    ::: buffers blocking/now_it_blocks

A scenario shows its programs in tabs, what its output promises, how to start it, and its downloads. An excerpt
shows a definition, or the lines `from: text` `to: text`. What `::: observed` shows, wouldblock/observations/shown.py tells. All
expand to the Markdown of Material for MkDocs. A picture is
drawn from the recorded run of a scenario, and its options are statements that the recording has to bear out; a chart of
buffers shows how many bytes the kernel held meanwhile.
What is not found is a warning, which ends a strict build, and a red box on the page.
"""

import re
from html import unescape
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.toc import render_inner_html, slugify, strip_tags, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from wouldblock.figures import forms
from wouldblock.markup import Directive, expanded
from wouldblock.observations import failing, shown
from wouldblock.pages import article, course, entries, first_run, lab_figures, predict, recorded_run, words
from wouldblock.pages.scenario_block import excerpt_of, fence, whole_scenario
from wouldblock.pages.source import UNKNOWN, SourcePage
from wouldblock.pages.stacked import Stacked
from wouldblock.project import Project, ProjectError

BEFORE_HTML_AND_FENCES = 29  # and after what makes white space alike, which would break the mark of stored HTML
AFTER_RAW_HTML = 10
AFTER_ATTRIBUTES_BEFORE_CONTENTS = 7
LINKS_OF_MKDOCS = "relpath"  # the name under which MkDocs adds its own part for a page


class Directives(Extension):
    """Registers what follows with Python-Markdown; `page` is for a caller that knows it, as a test does."""

    def __init__(self, page: SourcePage | None = None) -> None:
        super().__init__()
        self.page = page

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the expansion, the anchors of terms, and the marking of outputs."""
        md.preprocessors.register(Expander(md, self.page), "wouldblock", BEFORE_HTML_AND_FENCES)
        md.treeprocessors.register(Terms(md), "wouldblock", AFTER_ATTRIBUTES_BEFORE_CONTENTS)
        md.treeprocessors.register(Stacked(md), "stacked", AFTER_ATTRIBUTES_BEFORE_CONTENTS)
        md.postprocessors.register(Code(md), "wouldblock", AFTER_RAW_HTML)


def makeExtension() -> Extension:
    """What Python-Markdown asks the module for, by which mkdocs.yml names the extension."""
    return Directives()


class Expander(Preprocessor):
    """Replaces each directive of a page by Markdown, and each form of a figure by its number."""

    def __init__(self, md: Markdown | None = None, page: SourcePage | None = None) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """The lines of a page with what its directives become."""
        page = self.page or page_of(self.md)
        return self.expanded("\n".join(lines), page).split("\n")

    def expanded(self, text: str, page: SourcePage) -> str:
        """The text of a page in Markdown as Material takes it."""
        text = predict.rendered(text, predict.fold, page.warn)
        chapter, _, name = page.name.rpartition("/")
        if chapter and name == "index.md":
            text = course.with_roads(text, page.project, chapter)
        if page.name == "errors.md":
            text = entries.cure_first(text)
        if page.name == "ledger.md":
            text = article.verdicts(text)
        text = article.folded(article.named(text))
        if chapter:
            text = words.linked(text, page.project)
        return expanded(forms.replaced(text, page.warn), lambda directive: self.expand(directive, page))

    def expand(self, directive: Directive, page: SourcePage) -> str:
        """One directive as Markdown; a warning and a red box where it has lost what it names."""
        kind = directive.kind
        try:
            if kind in PICTURES:
                drawn = PICTURES[kind](page.project, directive)
                return self.md.htmlStash.store(drawn) if self.md else drawn  # Markdown need not read it
            if kind not in DIRECTIVES:
                raise ProjectError(
                    f"there is no directive {kind!r}; write one of: {', '.join([*DIRECTIVES, *PICTURES])}"
                )
            return DIRECTIVES[kind](page.project, directive)
        except ProjectError as error:
            page.warn(f"'::: {kind} {directive.name}': {error}")
            return f'!!! danger "This page is broken"\n\n    {error}\n'


def page_of(md: Markdown | None) -> SourcePage:
    """The page that is being converted. MkDocs tells it in what it adds for the links of each page, Zensical in its context."""
    if md is None:
        return UNKNOWN
    if LINKS_OF_MKDOCS in md.treeprocessors:
        links = cast("Any", md.treeprocessors[LINKS_OF_MKDOCS])  # a class of MkDocs, which has no name outside it
        return SourcePage(Project(Path(links.config.docs_dir).parent), links.file.src_uri)
    for processor in md.preprocessors:
        if path := getattr(getattr(processor, "page", None), "path", None):
            return SourcePage(UNKNOWN.project, path)
    return UNKNOWN


class Terms(Treeprocessor):
    """Gives each term of a definition list an anchor, made as that of a heading, without what stands in parentheses."""

    def run(self, root: Element) -> None:
        """Give each term an anchor that no other element has."""
        used = {name for element in root.iter() if (name := element.get("id"))}
        for term in root.iter("dt"):
            if not term.get("id"):
                text = unescape(strip_tags(render_inner_html(term, cast("Markdown", self.md)))).partition(" (")[0]
                term.set("id", unique(slugify(text, "-"), used))


class Code(Postprocessor):
    """Marks the lines of output in a program, so that they look unlike its comments; what looks like any text is no element."""

    def run(self, text: str) -> str:
        """The HTML of a page with outputs marked, and without marks of names, operators and brackets, which look like any text here."""
        text = re.sub(r'<span class="[nopw]">([^<]*)</span>', r"\1", text)
        return text.replace('<span class="c1">#&gt;', '<span class="c1 wb-out">#&gt;')


def observed(_: Project, directive: Directive) -> str:
    """Expand what was observed of real servers, see wouldblock/observations/shown.py."""
    return shown.expand(directive.name, directive.parsed_options, configuration)


def provoked(_: Project, directive: Directive) -> str:
    """Expand what bad clients do to servers, see wouldblock/observations/failing.py."""
    return failing.expand(directive.name)


def configuration(text: str, title: str) -> str:
    """A file that a server was started with, or the command in a terminal, where there is no title."""
    block = fence(text, title or "Terminal", [], language="text" if title else "sh")
    return block if title else f'<div class="wb-terminals" markdown>\n\n{block}\n</div>\n'


DIRECTIVES = {
    "scenario": whole_scenario,
    "excerpt": excerpt_of,
    "observed": observed,
    "provoked": provoked,
    "lab": lab_figures.figures,
    "course": course.course,
}
PICTURES = {"picture": recorded_run.framed, "buffers": recorded_run.chart, "run": first_run.first_run}

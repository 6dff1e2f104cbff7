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

import logging
import re
import textwrap
from collections.abc import Callable, Iterable
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.toc import render_inner_html, slugify, strip_tags, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from wouldblock.figures import forms
from wouldblock.observations import shown
from wouldblock.pages import recorded_run
from wouldblock.pages.scenario_block import excerpt_of, fence, parse_option, scenario
from wouldblock.project import ProjectError
from wouldblock.scenario.model import by_name

log = logging.getLogger("mkdocs.wouldblock")  # MkDocs counts the warnings of loggers below its own
DIRECTIVE = re.compile(r"( *)::: (\w+) (\S+) *$")
BEFORE_HTML_AND_FENCES = 29  # and after what makes white space alike, which would break the mark of stored HTML
AFTER_RAW_HTML = 10
AFTER_ATTRIBUTES_BEFORE_CONTENTS = 7
page = "a page"  # the one that is being built, for messages; MkDocs does not tell an extension


def makeExtension(**_: object) -> Extension:
    return Directives()


class Directives(Extension):
    """Registers them with Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(Expander(md), "wouldblock", BEFORE_HTML_AND_FENCES)
        md.treeprocessors.register(Terms(md), "wouldblock", AFTER_ATTRIBUTES_BEFORE_CONTENTS)
        md.postprocessors.register(Code(md), "wouldblock", AFTER_RAW_HTML)


class Expander(Preprocessor):
    """Replaces each directive of a page by Markdown."""

    def run(self, lines: list[str]) -> list[str]:
        return expanded(forms.replaced("\n".join(lines), warned).splitlines(), self.expand)

    def expand(self, form: str, name: str, options: list[str]) -> str:
        try:
            if form in PICTURES:
                drawn = PICTURES[form](by_name(name), options)
                return self.md.htmlStash.store(drawn) if self.md else drawn  # Markdown need not read it
            if form not in FORMS:
                raise ProjectError(f"there is no form {form!r}; write one of: {', '.join([*FORMS, *PICTURES])}")
            return FORMS[form](name, [parse_option(option) for option in options])
        except ProjectError as error:
            log.warning(f"docs/{page}: '::: {form} {name}': {error}")
            return f'!!! danger "This page is broken"\n\n    {error}\n'


def warned(sentence: str) -> str:
    """Warn about a form on the page that is being built; gives what the page shows in its place."""
    log.warning(f"docs/{page}: {sentence}")
    return f"**{sentence}**"


class Terms(Treeprocessor):
    """Gives each term of a definition list an anchor, made as that of a heading, without what stands in parentheses."""

    def run(self, root: Element) -> None:
        used = {element.get("id") for element in root.iter() if element.get("id")}
        for term in root.iter("dt"):
            if not term.get("id"):
                text = unescape(strip_tags(render_inner_html(term, self.md))).partition(" (")[0]
                term.set("id", unique(slugify(text, "-"), used))


class Code(Postprocessor):
    """Marks the lines of output in a program, so that they look unlike its comments; what looks like any text is no element."""

    def run(self, text: str) -> str:
        text = re.sub(r'<span class="[nw]">([^<]*)</span>', r"\1", text)
        return text.replace('<span class="c1">#&gt;', '<span class="c1 wb-out">#&gt;')


def expanded(lines: Iterable[str], expand: Callable[[str, str, list[str]], str]) -> list[str]:
    """The lines of a page with each directive replaced by what `expand` makes of its form, name and options."""
    done, rest = [], list(lines)
    while rest:
        line = rest.pop(0)
        if match := DIRECTIVE.match(line):
            indent, form, name = match.groups()
            options = []
            while rest and rest[0].startswith(f"{indent}    ") and rest[0].strip():
                options.append(rest.pop(0).strip())
            done += textwrap.indent(expand(form, name, options), indent).splitlines()
        else:
            done.append(line)
    return done


def observed(name: str, options: list[tuple[str, str | None, str]]) -> str:
    """Expand what was observed of real servers, see wouldblock/observations/shown.py."""
    return shown.expand(name, options, configuration)


def configuration(text: str, title: str) -> str:
    """A file that a server was started with, or the command in a terminal, where there is no title."""
    block = fence(text, title or "Terminal", [], language="text" if title else "sh")
    return block if title else f'<div class="wb-terminals" markdown>\n\n{block}\n</div>\n'


FORMS = {"scenario": scenario, "excerpt": excerpt_of, "observed": observed}
PICTURES = {"picture": recorded_run.figure, "buffers": recorded_run.chart}

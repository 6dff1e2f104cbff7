"""The search: lunr as MkDocs brings it, and what it has to know about the pages, as two scripts of the site.

Scripts, because a page on a disk may load a script but not fetch a file. The index holds no text: only the titles, the
pages' descriptions, and on which pages each word stands. That keeps a reader's first search light.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from importlib.resources import files

import rjsmin
from lunr.stemmer import PorterStemmer  # the same as lunr's own in the browser

TOO_FREQUENT = 1 / 4  # a word on more than this part of the pages tells too few of them apart
FIRST_LETTER = 35  # '#': the distance to the page before is written as one character; this one is distance 0
WORD = re.compile(r"[^\W_](?:\w*[^\W_])?")  # theme/assets/search.js has to agree with these two
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
PROGRAM = re.compile(r"<pre>.*?</pre>", re.DOTALL)
stem = PorterStemmer().stem


def library() -> str:
    """lunr without its comments, but the one that names its author and its license."""
    source = files("mkdocs.contrib.search").joinpath("templates/search/lunr.js").read_text("utf-8")
    return re.match(r"/\*\*.*?\*/\n", source, re.DOTALL)[0] + rjsmin.jsmin(source)


def index(entries: list[dict], html: dict[str, str]) -> str:
    """The index as a script.

    `entries` are those of the theme's search_index.json: one for a page, then one for each of its sections, whose
    location has an anchor. `html` has the built pages by location, for their descriptions and the terms they define.
    """
    pages, sections, where = [], [], {}
    usual = {title for title, times in Counter(entry["title"] for entry in entries).items() if times > 2}
    for entry in entries:
        address, _, anchor = entry["location"].partition("#")
        title = plain(entry["title"])
        if not anchor:
            described = unescape(found[1]) if (found := DESCRIPTION.search(html[address])) else ""
            pages.append([address, title, described])
            sections += [[len(pages) - 1, *term] for term in terms(html[address])]
        elif entry["title"] not in usual:  # 'What happened' is a section of every page
            sections.append([len(pages) - 1, anchor, title])
        for word in stems(PROGRAM.sub(" ", entry["text"])):
            where.setdefault(word, set()).add(len(pages) - 1)
    rare = {word: sorted(found) for word, found in sorted(where.items()) if len(found) <= TOO_FREQUENT * len(pages)}
    content = {
        "pages": pages,
        "sections": sections,
        "words": " ".join(rare),
        "where": list(map(_letters, rare.values())),
    }
    return f"window.searchIndex = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


def terms(html: str) -> Iterator[tuple[str, str]]:
    """The terms that a page defines, each with the anchor of the section in which it stands."""
    anchor = ""
    for heading, term in re.findall(r'<h[2-6] id="([^"]+)"|<dt>(.*?)</dt>', html, re.DOTALL):
        anchor = heading or anchor
        if term:
            yield anchor, plain(term)


def stems(text: str) -> Iterator[str]:
    """The words of a text without their endings, in the form in which lunr compares them."""
    return map(stem, WORD.findall(plain(text).lower()))


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _letters(pages: Iterable[int]) -> str:
    before, letters = 0, ""
    for page in pages:
        letters += chr(FIRST_LETTER + page - before)
        before = page
    return letters

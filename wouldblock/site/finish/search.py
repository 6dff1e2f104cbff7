"""The search: lunr as MkDocs brings it, and what it has to know about the pages, as two scripts of the site.

Scripts, because a page on a disk may load a script but not fetch a file. The index holds no text: only the titles, the
pages' descriptions, and on which pages each word stands. That keeps a reader's first search light.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from importlib.resources import files

import rjsmin
from lunr.stemmer import PorterStemmer  # the same as lunr's own in the browser
from markdown.extensions.toc import slugify

GLOSSARY = "glossary.html"  # is found by its terms, each of which is a place of its own
TOO_FREQUENT = 1 / 4  # a word on more than this part of the pages tells too few of them apart
FIRST_LETTER = 35  # '#': the distance to the page before is written as one character; this one is distance 0
MOST_SHARED = 25  # letters of the word before, as a capital from A to Z
WORD = re.compile(r"[^\W_](?:\w*[^\W_])?")  # theme/assets/search.js has to agree with these two
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
PLACE = re.compile(r'<(h[1-6]|dt) id="([^"]+)"[^>]*>(.*?)</\1>', re.DOTALL)
TERM = re.compile(r"<dt\b.*?</dt>", re.DOTALL)  # a place of its own, which is better than its page
NOT_SEARCHED = re.compile(
    r'<(pre|svg)\b.*?</\1>|<a class="headerlink".*?</a>', re.DOTALL
)  # programs, outputs, pictures
QUERY_LANGUAGE = re.compile(r"lunr\.QueryParseError = .*?(?=/\*\*\n *\* export the module)", re.DOTALL)
stem = cache(PorterStemmer().stem)


def library() -> str:
    """lunr without its comments, but the one that names its author and its license, and without its language of queries."""
    source = files("mkdocs.contrib.search").joinpath("templates/search/lunr.js").read_text("utf-8")
    return re.match(r"/\*\*.*?\*/\n", source, re.DOTALL)[0] + rjsmin.jsmin(QUERY_LANGUAGE.sub("", source))


def index(html: dict[str, str]) -> str:
    """The index as a script, from the built pages by their addresses.

    `pages` are [address, title, description, places]; a place, a heading or a term, is its title alone where its anchor
    follows from that, else [title, anchor]. `words` are in alphabetical order, each without the letters that it shares
    with the one before; a capital says how many these are. `where` has the numbers of the pages of each word.
    """
    pages, where = [], {}
    articles = {address: article(page) for address, page in html.items()}
    places = {
        address: places_in(text) for address, text in articles.items() if places_in(text)
    }  # the page for 404 has none
    times = Counter(title for found in places.values() for _, title in found)
    for number, (address, ((_, title), *others)) in enumerate(places.items()):
        described = unescape(match[1]) if (match := DESCRIPTION.search(html[address])) else ""
        telling = [place(*one) for one in others if times[one[1]] <= 2]  # 'What happened' is a section of every page
        pages.append([address, title, described, telling])
        text = "" if address == GLOSSARY else plain(TERM.sub(" ", articles[address]))
        for word in set(WORD.findall(text.lower())):
            where.setdefault(stem(word), set()).add(number)
    rare = {word: sorted(on) for word, on in sorted(where.items()) if len(on) <= TOO_FREQUENT * len(pages)}
    content = {"pages": pages, "words": "".join(without_shared(rare)), "where": " ".join(map(letters, rare.values()))}
    return f"window.searchIndex = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


def article(page: str) -> str:
    """What is searched of a page: its article, without its programs, outputs and pictures."""
    found = ARTICLE.search(page)
    return NOT_SEARCHED.sub(" ", found[1]) if found else ""


def places_in(text: str) -> list[tuple[str, str]]:
    """The anchor and the title of each heading and of each term."""
    return [(anchor, plain(title)) for _, anchor, title in PLACE.findall(text)]


def place(anchor: str, title: str) -> str | list[str]:
    return title if slugify(title, "-") == anchor else [title, anchor]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def without_shared(words: Iterable[str]) -> Iterator[str]:
    before = ""
    for word in words:
        shared = 0
        while shared < min(len(word), len(before), MOST_SHARED) and word[shared] == before[shared]:
            shared += 1
        yield chr(ord("A") + shared) + word[shared:]
        before = word


def letters(pages: Iterable[int]) -> str:
    before, written = 0, ""
    for page in pages:
        written += chr(FIRST_LETTER + page - before)
        before = page
    return written

"""What the search has to know about the pages, as a script of the site beside theme/assets/search.js.

A script, because a page on a disk may load a script but not fetch a file. The index holds no text but the titles, the pages'
descriptions, and the first sentence of what is looked up; of the rest, on which pages each word stands. That keeps a reader's
first search light.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import unescape

from markdown.extensions.toc import slugify

GLOSSARY = "glossary.html"  # is found by its terms, each of which is a place of its own
TOO_FREQUENT = 1 / 8  # a word on more than this part of the pages tells too few of them apart
FIRST_LETTER = 35  # '#': the distance to the page before is written as one character; this one is distance 0
MOST_SHARED = 25  # letters of the word before, as a capital from A to Z
WORD = re.compile(r"[^\W_](?:\w*[^\W_])?")  # theme/assets/search.js has to agree with this, and with stem
ALIKE = {  # what readers write in several ways, in expressions that JavaScript reads as Python does
    "\u2019": "'",  # as telephones write it
    r"\bi/o\b": "io",
    r"\bnon[- ]?blocking": "nonblocking",
    r"\bhigh cpu(?: usage| load)?\b": "100% cpu",
    r"\b100 ?%": "100percent",
    r"\bwsae": "e",
    r"\b(?:block|wait|hang)(?:s|ed|ing)? (?:forever|indefinitely)\b|\bnever (?:returns?|ends|finishes|answers)\b": "hang",
    r"\b(?:hung|stuck|fr(?:eez(?:es?|ing)|ozen|oze)|unresponsive|stall(?:s|ed)?)\b": "hang",
    r"\b(?:stop(?:s|ped)?|not|doesn't|won't) (?:answer|respond|reply|return)(?:s|ing)?\b|\bno (?:answer|response|reply)\b": "hang",
    r"\bg(?:ive|ives|iving|ave) up\b": "timeout",
    r"\b(?:dies|died|crash(?:es|ed|ing))\b": "crash",
    r"\b(?:simultaneous|concurrent)(?:ly)?\b|\bin parallel\b": "concurrent",
}
LOOKED_UP = {
    "errors.html",
    "questions.html",
    "glossary.html",
    "ledger.html",
}  # each place of these is an entry of its own
LONGEST = 52  # letters of the first sentence of an entry
KEYWORDS = re.compile(r'<meta name="keywords" content="([^"]*)"')
CHAPTER = re.compile(
    r'href="(\w+)/index\.html" class="md-nav__link[^>]*>\s*<span class="md-ellipsis">\s*(?:\d+\. )?([^<]*?)\s*<'
)
CODES = re.compile(r"\b(?:E[A-Z]{3,}|\d{1,5}|\d\d[A-Z]\d\d)\b")  # of errors, and their numbers, such as 57P03
MESSAGE = re.compile(r"\[(?:Win)?[Ee]rr(?:or|no) -?\d+\] ([^<\]]*)")  # of another system
FIRST_TEXT = re.compile(r"<(p|dd)\b[^>]*>(.*?)</\1>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
PLACE = re.compile(r'<(h[1-6]|dt) id="([^"]+)"[^>]*>(.*?)</\1>', re.DOTALL)
TERM = re.compile(r"<dt\b.*?</dt>", re.DOTALL)  # a place of its own, which is better than its page
NOT_SEARCHED = re.compile(
    r'<(pre|svg)\b.*?</\1>|<a class="headerlink".*?</a>|<span class="filename">.*?</span>', re.DOTALL
)  # programs, outputs, pictures


def index(html: dict[str, str]) -> str:
    """The index as a script, from the built pages by their addresses.

    `pages` are [address, title, description, places, words in which readers search for it]. A place, a heading or a term, is
    its title alone where its anchor follows from that; else [title, anchor or 0, first sentence, numbers and names of an error],
    of which the last two may be missing. `chapters` has the name of each folder. `words` are in alphabetical order, each without
    the letters that it shares with the one before; a capital says how many these are. `where` has the numbers of the pages of
    each word, `alike` what is one word in several ways of writing.
    """
    pages, where = [], {}
    articles = {address: article(page) for address, page in html.items()}
    places = {
        address: places_in(text) for address, text in articles.items() if places_in(text)
    }  # the page for 404 has none
    times = Counter(title for on_page in places.values() for _, title in on_page)
    for number, (address, ((_, title), *others)) in enumerate(places.items()):
        described = unescape(match[1]) if (match := DESCRIPTION.search(html[address])) else ""
        asked = unescape(match[1]) if (match := KEYWORDS.search(html[address])) else ""
        after = texts_of_places(articles[address]) if address in LOOKED_UP else {}
        telling = [
            place(anchor, name, *after.get(anchor, ()))
            for anchor, name in others
            if times[name] <= 2  # 'What happened' is a section of every page
        ]
        pages.append([address, title, described, telling, *([asked] if asked else [])])
        told = stems(f"{title} {described} {asked}")  # where the search finds it already
        for word in set() if address == GLOSSARY else words_in(articles[address]) - told:
            where.setdefault(word, set()).add(number)
    rare = {word: sorted(on) for word, on in sorted(where.items()) if len(on) <= TOO_FREQUENT * len(pages)}
    chapters = dict(CHAPTER.findall(html.get("index.html", "")))
    content = {
        "pages": pages,
        "chapters": chapters,
        "alike": list(ALIKE.items()),
        "words": "".join(without_shared(rare)),
        "where": " ".join(map(letters, rare.values())),
    }
    return f"window.searchIndex = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


@cache
def stem(word: str) -> str:
    """A word without its ending, so that 'blocks' and 'blocking' are one."""
    word = re.sub(r"([sxz])es$|([^s\d])s$", r"\1\2", word)
    word = re.sub(r"^(.{3,})(?:ing|ed|e)$", r"\1", word)
    return re.sub(r"([bdgmnprt])\1$", r"\1", re.sub(r"y$", "i", word))


@lru_cache(maxsize=1024)  # while serving, most pages are as they were
def article(page: str) -> str:
    """What is searched of a page: its article, without its programs, outputs and pictures."""
    match = ARTICLE.search(page)
    return NOT_SEARCHED.sub(" ", match[1]) if match else ""


@lru_cache(maxsize=1024)
def words_in(text: str) -> frozenset[str]:
    """Every word of an article, without its ending; but none of its terms, which are places of their own, and no numbers.

    Those are found in titles, among what readers search for, and as codes of errors.
    """
    return frozenset(word for word in stems(plain(TERM.sub(" ", text))) if not word.isdecimal())


def stems(text: str) -> frozenset[str]:
    """The words of a text as the search has them."""
    return frozenset(map(stem, WORD.findall(alike(text.lower()))))


@lru_cache(maxsize=1024)
def places_in(text: str) -> list[tuple[str, str]]:
    """The anchor and the title of each heading and of each term."""
    return [(anchor, plain(title)) for _, anchor, title in PLACE.findall(text)]


def place(anchor: str, title: str, sentence: str = "", codes: str = "") -> str | list[str | int]:
    """A place on a page in the shortest form from which search.js can tell it."""
    derived = slugify(title, "-") == anchor
    if derived and not sentence:
        return title
    return [part for part in (title, 0 if derived else anchor, sentence, codes) if part != ""]


def texts_of_places(text: str) -> dict[str, tuple[str, str]]:
    """For each place its first sentence, or the verdict that it gives, and the numbers and names of an error that stand below it."""
    parts = PLACE.split(text)  # before; then of each place its tag, anchor, title, and what follows
    texts = {}
    for anchor, title, after in zip(parts[2::4], parts[3::4], parts[4::4], strict=True):
        paragraphs = [plain(match) for _, match in FIRST_TEXT.findall(after)]
        first = next((each for each in paragraphs if each.startswith("Verdict: ")), paragraphs[0] if paragraphs else "")
        known = set(CODES.findall(plain(title)))
        table, end, _ = after.replace("WSA", "WSA ").partition("</table>")  # the name without it is asked for, too
        messages = WORD.findall(" ".join(MESSAGE.findall(table)).lower())
        said = [word for word in messages if len(word) > 3 and word not in plain(title).lower()]
        codes = dict.fromkeys([code for code in CODES.findall(plain(table)) if code not in known] + said)
        texts[anchor] = first_sentence(first), " ".join(codes) if end else ""
    return texts


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut at a word if it is long."""
    sentence = re.split(r"(?<=[.?!]) (?=[A-Z`])", re.sub(r"^(Cause|Cure|Answer): ", "", text), maxsplit=1)[0]
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rpartition(" ")[0] + " …"


def alike(text: str) -> str:
    """A text in small letters in which what readers write in several ways is written in one."""
    for written, word in ALIKE.items():
        text = re.sub(written, word, text)
    return text


def plain(html: str) -> str:
    """The words of HTML, without tags, one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def without_shared(words: Iterable[str]) -> Iterator[str]:
    """Sorted words, of each only what it does not share with the one before: a letter for how many it shares, and the rest."""
    before = ""
    for word in words:
        shared = 0
        while shared < min(len(word), len(before), MOST_SHARED) and word[shared] == before[shared]:
            shared += 1
        yield chr(ord("A") + shared) + word[shared:]
        before = word


def letters(pages: Iterable[int]) -> str:
    """Ascending numbers of pages as text: a letter for each difference from the one before."""
    before, written = 0, ""
    for page in pages:
        written += chr(FIRST_LETTER + page - before)
        before = page
    return written

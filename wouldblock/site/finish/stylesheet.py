"""One stylesheet for the site: of the theme's rules and ours, those that can apply to a page.

Material's rules fit every site that can be made with it; ours needs about a third of them. A rule goes if a tag, a class,
an id or an attribute that it asks for stands on no page. What stands in `:not()`, `:is()` or `:has()` is not looked at.
"""

import functools
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import rcssmin
import tinycss2

# What no page has when it is built: the scripts of theme/assets add it, and the classes of our own that they name.
ADDED = frozenset(
    {
        "textarea",
        ".md-nav__link--active",
        "[data-md-color-scheme]",
        "[data-md-color-scheme=slate]",
        "[hidden]",
        "[aria-pressed]",
        "[aria-pressed=true]",
        "[open]",
        "#__drawer",
    }
)
OUR_CLASS = re.compile(r"\bwb-[\w-]+")
TAG = re.compile(r"<([a-z][a-z0-9-]*)([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
TAB = re.compile(r'for="__tabbed_\d+_(\d+)"')
NOT_NEEDED = re.compile(r"::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?|\\.")  # pseudo-classes with what they enclose
ASKED = re.compile(r"""\[([\w-]+)(?:([~|^$*]?=)["']?([^"'\]]*)["']?)?\]|([.#]?[\w-]+)""")
NUMBER_OF_TAB = re.compile(r":nth-child\(\d+\)")
SLATE = re.compile(r"""\[data-md-color-scheme=["']?slate["']?\]""")
KEYFRAMES = re.compile(r"@keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}")
PROPERTY = re.compile(r"""(--[\w-]+):(?:[^;{}"']|"[^"]*"|'[^']*')*(?:;|(?=\}))""")


def names(pages: Iterable[str], scripts: str) -> frozenset[str]:
    """Every tag, .class, #id, [attribute], [attribute=value] and number of a tab, as :nth-child(1), of some pages.

    The classes that the text of the scripts names are among them.
    """
    present = set(ADDED) | {f".{name}" for name in OUR_CLASS.findall(scripts)}
    tags = {tag for html in pages for tag in TAG.findall(html)}
    for tag, attributes in tags:
        present.add(tag)
        for name, value in ATTRIBUTE.findall(attributes):
            if name == "class":
                present.update(f".{name_of_class}" for name_of_class in value.split())
            elif name == "for" and (tab := TAB.match(f'for="{value}"')):
                present.add(f":nth-child({tab[1]})")
            present |= {f"[{name}]", f"#{value}" if name == "id" else f"[{name}={value}]"}
    return frozenset(present)


def purge(css: str, present: frozenset[str]) -> str:
    """Drop the rules that can't apply, then the custom properties that nobody reads or that are set once more."""
    return _purge(css, present & _asked_for(css))


def purge_once(css: str, present: frozenset[str], kept: Path) -> str:
    """The same, from an earlier build where the rules, what they ask for and this module were the same, as in most builds.

    `kept` is the folder in which it is kept.
    """
    present &= _asked_for(css)
    state = "\0".join([css, *sorted(present), Path(__file__).read_text("utf-8")])
    file = kept / f"{hashlib.sha256(state.encode()).hexdigest()[:16]}.css"
    if file.exists():
        return file.read_text("utf-8")
    purged = _purge(css, present)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True)
    file.write_text(purged, "utf-8")
    return purged


@functools.lru_cache(maxsize=1)
def _asked_for(css: str) -> frozenset[str]:
    asked = set(NUMBER_OF_TAB.findall(css))
    for attribute, _, value, name in ASKED.findall(css):
        asked |= {name, f"[{attribute}]", f"[{attribute}={value}]"}
    return frozenset(asked)


def _purge(css: str, present: frozenset[str]) -> str:
    rules = list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), present))
    css = ""
    for around, inner in groupby(_without_overridden(rules), key=lambda rule: rule[0]):
        text = "".join(f"{selector}{{{content}}}" if selector else content for _, selector, content in inner)
        css += f"{around}{{{text}}}" if around else text
    css = rcssmin.cssmin(css)
    before = ""
    while css != before:  # a property may have been read only by one that is gone now
        before = css
        css = _without_unread(css, set(re.findall(r"var\((--[\w-]+)", css)))
    css = KEYFRAMES.sub(lambda frames: frames[0] if re.search(rf"animation[^;}}]*\b{frames[1]}\b", css) else "", css)
    css = re.sub(r"[^{}]+\{\}", "", css)
    return css + dark_without_scripts(css)


def dark_without_scripts(css: str) -> str:
    """The rules of the dark scheme once more, for a reader who prefers it and has no scripts to choose it."""
    rules = [
        f"{SLATE.sub('html:not(.wb-scripts) [data-md-color-scheme]', selector)}{{{content}}}"
        for selector, content in re.findall(r"([^{}]+)\{([^{}]*)\}", css)
        if SLATE.search(selector)
    ]
    return f"@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}" if rules else ""


def _without_unread(css: str, read: set[str]) -> str:
    return PROPERTY.sub(lambda setting: setting[0] if setting[1] in read else "", css)


def _without(css: str, names: set[str]) -> str:
    return PROPERTY.sub(lambda setting: "" if setting[1] in names else setting[0], css)


def _without_overridden(rules: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Drop a custom property that a later rule sets for the same selector: ours replace many colors of the theme."""
    kept, later = [], set()
    for around, selector, content in reversed(rules):
        mine = (
            {(around, selector, name) for name in re.findall(r"(?:^|[;\s])(--[\w-]+):", content)} if selector else set()
        )
        if overridden := {name for _, _, name in mine & later}:
            content = _without(content + ";", overridden)
        later |= mine
        kept.append((around, selector, content))
    return kept[::-1]


def _rules(rules: list, present: frozenset[str], around: str = "") -> Iterator[tuple[str, str, str]]:
    """What of each rule can apply: the condition around it, its selectors, its declarations; without selectors, the rule."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [text for text in _selectors(tinycss2.serialize(rule.prelude)) if applies(text, present)]
            if selectors:
                yield around, ",".join(selectors), tinycss2.serialize(rule.content)
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            yield from _rules(inner, present, f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}".strip())
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield around, "", rule.serialize()


def _selectors(prelude: str) -> list[str]:
    return [selector.strip() for selector in re.split(r",(?![^(\[]*[)\]])", prelude)]


def applies(selector: str, present: frozenset[str]) -> bool:
    """Whether some page may have what a selector asks for."""
    if " .no-js" in selector:  # the class of the root, which has nothing above it
        return False
    if "tabbed" in selector and not present.issuperset(NUMBER_OF_TAB.findall(selector)):
        return False
    for attribute, operator, value, name in ASKED.findall(NOT_NEEDED.sub("", selector)):
        if name and name not in present:
            return False
        if attribute and f"[{attribute}]" not in present:
            return False
        if operator == "=" and f"[{attribute}={value}]" not in present:
            return False
    return True

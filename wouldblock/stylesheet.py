"""One stylesheet for the site: of the theme's rules and ours, those that can apply to a page.

Material's rules fit every site that can be made with it; ours needs about a third of them. A rule goes if a tag, a class,
an id or an attribute that it asks for stands on no page. What stands in `:not()`, `:is()` or `:has()` is not looked at.
"""

import functools
import re
from collections.abc import Iterable

import rcssmin
import tinycss2

# What no page has when it is built: the scripts of theme/assets add it.
ADDED = frozenset(
    {
        "textarea",
        ".wb-copy",
        ".wb-menu",
        ".wb-scripts",
        ".md-nav__link--active",
        "[data-md-color-scheme=slate]",
        "#__drawer",
    }
)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
TAG = re.compile(r"<([a-z][a-z0-9-]*)")
NOT_NEEDED = re.compile(r"::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?|\\.")  # pseudo-classes with what they enclose
ASKED = re.compile(r"""\[([\w-]+)(?:([~|^$*]?=)["']?([^"'\]]*)["']?)?\]|([.#]?[\w-]+)""")
PROPERTY = re.compile(r"""(--[\w-]+):(?:[^;{}"']|"[^"]*"|'[^']*')*(?:;|(?=\}))""")


def names(pages: Iterable[str]) -> frozenset[str]:
    """Every tag, .class, #id and [attribute=value] of some pages."""
    found = set(ADDED)
    for html in pages:
        found.update(TAG.findall(html))
        for name, value in set(ATTRIBUTE.findall(html)):
            if name == "class":
                found.update(f".{one}" for one in value.split())
            else:
                found.add(f"#{value}" if name == "id" else f"[{name}={value}]")
    return frozenset(found)


@functools.lru_cache(maxsize=1)  # while serving, most changes of a page bring nothing new
def purge(css: str, present: frozenset[str]) -> str:
    """Drop the rules that can't apply, then the custom properties that nobody reads any more."""
    css = rcssmin.cssmin(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), present))
    before = ""
    while css != before:  # a property may have been read only by one that is gone now
        before = css
        css = _without_unread(css, set(re.findall(r"var\((--[\w-]+)", css)))
    return re.sub(r"[^{}]+\{\}", "", css)


def _without_unread(css: str, read: set[str]) -> str:
    return PROPERTY.sub(lambda one: one[0] if one[1] in read else "", css)


def _rules(rules: list, present: frozenset[str]) -> str:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _selectors(tinycss2.serialize(rule.prelude)) if applies(one, present)]
            kept += [f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"] if selectors else []
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _rules(tinycss2.parse_rule_list(rule.content, True, True), present)
            kept += [f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"] if inner else []
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            kept.append(rule.serialize())
    return "".join(kept)


def _selectors(prelude: str) -> list[str]:
    return [one.strip() for one in re.split(r",(?![^(\[]*[)\]])", prelude)]


def applies(selector: str, present: frozenset[str]) -> bool:
    """Whether some page may have what a selector asks for."""
    for attribute, operator, value, name in ASKED.findall(NOT_NEEDED.sub("", selector)):
        if name and name not in present:
            return False
        if operator == "=" and f"[{attribute}={value}]" not in present:
            return False
    return True

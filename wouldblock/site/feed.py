"""The Atom feed of what has changed for readers, made from the page of changes: an entry for each day."""

import re
from collections.abc import Iterator
from html import escape
from posixpath import dirname, join, normpath

from markdown import markdown

DAY = re.compile(r"^## (\d{4}-\d\d-\d\d)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r'href="(?!https?:|#)([^"#]+)\.(?:md|py)')
PAGE = "changes.html"


def atom(changes: str, site: str, title: str) -> str:
    """The feed, from the Markdown of the page of changes; `site` is the address of the site, with a slash at its end."""
    days = DAY.findall(changes)
    updated = max((day for day, _ in days), default="1970-01-01")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(title)}: changes</title>",
        f'<link href="{site}{PAGE}"/>',
        f'<link rel="self" href="{site}changes.xml"/>',
        f"<id>{site}{PAGE}</id>",
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{escape(title)}</name></author>",
        *_entries(days, site),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entries(days: list[tuple[str, str]], site: str) -> Iterator[str]:
    for day, text in days:
        html = LINK.sub(
            lambda match: f'href="{site}{normpath(join(dirname(PAGE), match[1]))}.html', markdown(text.strip())
        )
        address = f"{site}{PAGE}#{day}"
        yield (
            f'<entry><title>Changes of {day}</title><link href="{address}"/><id>{address}</id>'
            f'<updated>{day}T00:00:00Z</updated><content type="html">{escape(html)}</content></entry>'
        )

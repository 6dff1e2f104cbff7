"""Pages at addresses that once were published: each leads on to where its content is now."""

import html
import posixpath
from collections.abc import Iterable, Iterator

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<title>This page has moved</title>
</head>
<body><p>This page has moved: <a href="{target}">go to where it is now</a>.</p></body>
</html>
"""


def files(moved: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """A page for each old address, from `extra: redirects` of mkdocs.yml: {old: new}, both as paths in docs/."""
    for old, new in moved.items():
        target = posixpath.relpath(address(new), posixpath.dirname(address(old)) or ".")
        yield address(old), PAGE.format(target=html.escape(target)).encode()


def address(page: str) -> str:
    """The address below the site's root of a page in docs/."""
    return posixpath.splitext(page)[0] + ".html"


def lost(history: Iterable[str], addresses: set[str]) -> list[str]:
    """A sentence for each page that a commit of the past had in docs/, but whose address leads nowhere now."""
    once = {
        path.removeprefix("docs/") for path in history if path.startswith("docs/") and path.endswith((".md", ".py"))
    }
    return [
        f"docs/{page} is gone, and so is its address; add '{page}: chapter/where_it_is_now.md' to 'redirects' in mkdocs.yml"
        for page in sorted(once)
        if address(page) not in addresses
    ]

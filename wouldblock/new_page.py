"""Start a page: `python -m wouldblock.new_page chapter/name` makes it, its programs and its place in the navigation."""

import re
import sys
from pathlib import Path

from wouldblock.project import ROOT, ProjectError

SERVER = '''\
"""Answer each message in capitals."""

import socket

with socket.create_server(("127.0.0.1", 12345)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            while data := connection.recv(1024):
                print("received", data)
                #> received b'hello'
                connection.sendall(data.upper())
'''
CLIENT = '''\
"""Send one message and print the answer."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with socket.create_connection(ADDRESS) as connection:
    connection.sendall(b"hello")
    print("answer", connection.recv(1024))
    #> answer b'HELLO'
'''
PAGE = """\
---
title: {title}
description: One sentence for search engines, that says what a reader of this page knows afterwards.
---

# What is the question?

Say in one to three sentences why a reader asks it.

??? question "Predict: what does the client print?"

    Offer two to four answers, of which one is right. The text below the programs tells which.

    - `b'hello'`
    - `b'HELLO'`

The server answers each message in capitals.

::: scenario {name}
    highlight client.py: connection.recv

## What happened

Explain it, with excerpts that are named by what stands in the program:

::: excerpt {name}/server.py
    from: while data
    to: sendall

## On other systems

Say what differs on macOS and Windows, with a source.

**Next:** [all pages of this chapter](index.md)
"""


def create(name: str, root: Path = ROOT) -> list[Path]:
    """Write the files of a new page and return them; raises ProjectError where the name is taken or not of the form."""
    if not (match := re.fullmatch(r"([a-z]+)/([a-z][a-z0-9_]*)", name)):
        raise ProjectError(
            f"{name!r} is no name for a page; write chapter/name with small letters, digits and _, as in blocking/my_page"
        )
    chapter, page = match.groups()
    files = {
        root / "docs" / chapter / f"{page}.md": PAGE.format(name=name, title=page.replace("_", " ").capitalize()),
        root / "snippets" / chapter / page / "server.py": SERVER,
        root / "snippets" / chapter / page / "client.py": CLIENT,
    }
    for path in [*files, root / "snippets" / chapter / f"{page}.py"]:
        if path.exists():
            raise ProjectError(f"{path.relative_to(root).as_posix()} exists already; choose another name")
    settings = root / "mkdocs.yml"
    changed = with_navigation(settings.read_text("utf-8"), chapter, page)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    settings.write_text(changed, "utf-8", newline="\n")
    return [*files, settings]


def with_navigation(settings: str, chapter: str, page: str) -> str:
    """Add a page at the end of its chapter in the navigation; raises ProjectError for an unknown chapter."""
    entries = list(re.finditer(rf"^ +- {chapter}/.*\n", settings, re.MULTILINE))
    if not entries:
        chapters = ", ".join(dict.fromkeys(re.findall(r"^ +- ([a-z]+)/", settings, re.MULTILINE)))
        raise ProjectError(f"mkdocs.yml has no chapter {chapter!r} in its navigation; there are: {chapters}")
    last = entries[-1]
    indent = re.match(" +", last[0])[0]
    return settings[: last.end()] + f"{indent}- {chapter}/{page}.md\n" + settings[last.end() :]


if __name__ == "__main__":
    try:
        if len(sys.argv) != 2:
            raise ProjectError("name one page, as in: nox -s new -- blocking/my_page")
        written = create(sys.argv[1])
    except ProjectError as error:
        sys.exit(str(error))
    for path in written:
        print(path.relative_to(ROOT).as_posix())
    print("Run the programs with: nox -s tests -- -k", sys.argv[1])
    print("Look at the page with: nox -s serve")

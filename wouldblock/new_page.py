"""Start a page: `python -m wouldblock.new_page chapter/name` makes it, its programs and its place in the navigation."""

import sys
from pathlib import Path

from wouldblock import navigation
from wouldblock.project import HERE, NAME, Project, ProjectError, plain_name, read_text

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

# {title}: what is the question?

Say in one to three sentences why a reader asks it.

??? question "Predict: what does the client print?"

    Tell what the programs do, and offer two to four answers, of which exactly one is right.

    - [ ] `b'hello'`
    - [x] `b'HELLO'`

    Why: Say it in one sentence.

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

## Remember

Say in one to three sentences what this page has shown.
"""


def create(name: str, project: Project = HERE) -> list[Path]:
    """Write the files of a new page and return them; raises ProjectError where the name is taken or not of the form."""
    parts = name.split("/")
    if len(parts) != 2 or not all(map(NAME.fullmatch, parts)):
        close = "/".join(map(plain_name, parts)) if len(parts) == 2 and all(parts) else "blocking/my_page"
        raise ProjectError(
            f"{name!r} is no name for a page; write chapter/name with small letters, digits and _, as in {close}"
        )
    chapter, page = parts
    folder = project.snippets / chapter / page
    files = {
        project.docs / chapter / f"{page}.md": PAGE.format(name=name, title=page.replace("_", " ").capitalize()),
        folder / "server.py": SERVER,
        folder / "client.py": CLIENT,
    }
    notebook, program = project.docs / chapter / f"{page}.py", folder.with_suffix(".py")
    for path in [*files, notebook, program, folder]:
        if path.exists() or path.is_symlink():
            raise ProjectError(f"{path.relative_to(project.root).as_posix()} exists already; choose another name")
    changed = navigation.with_page(read_text(project.settings), chapter, page)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    project.settings.write_text(changed, "utf-8", newline="\n")
    return [*files, project.settings]


def main(arguments: list[str]) -> None:
    """Make the page that is named, and tell what was written and what to do next."""
    if len(arguments) != 1:
        raise ProjectError("name one page, as in: nox -s new -- blocking/my_page")
    for path in create(arguments[0]):
        print(path.relative_to(HERE.root).as_posix())
    print("Run the programs with: nox -s tests -- -k", arguments[0])
    print("Look at the page with: nox -s serve")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ProjectError as error:
        sys.exit(str(error))

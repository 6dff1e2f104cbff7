"""When a page, or a program on it, last changed, as git tells."""

import subprocess

from wouldblock import markup
from wouldblock.pages.source import SourcePage
from wouldblock.project import Project


def last_changes(project: Project) -> dict[str, str]:
    """The date (YYYY-MM-DD) of the newest commit that touched a path of a project; empty outside a git checkout.

    A program in Python is found without its suffix, too, and a folder by its own name: as pages name scenarios.
    """
    command = ["git", "log", "--format=%x00%cs", "--name-only", "--no-renames"]
    try:
        log = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        date, *paths = commit.split("\n")
        for path in filter(None, paths):
            for name in (path, path.removesuffix(".py"), path.rpartition("/")[0]):
                dates[name] = max(date, dates.get(name, ""))
    return dates


def last_change(page: SourcePage, text: str, dates: dict[str, str]) -> str:
    """The day on which a page, or a program or a recording on it, last changed; '' before the first commit.

    `text` is that of the page, and `dates` are those of all paths.
    """
    names = [directive.name for directive in markup.directives(text)]
    recordings = [name.replace("/", "/timelines/", 1) + ".json" for name in names]
    shown = {
        f"docs/{page.name}",
        *(f"snippets/{name}" for name in names),
        *(f"docs/{file}" for file in recordings),
    }
    return max(dates.get(path, "") for path in shown)

"""When a page, or a program on it, last changed, as git tells."""

import subprocess

from wouldblock.project import ROOT


def last_changes() -> dict[str, str]:
    """For each path of the project, the date (YYYY-MM-DD) of the newest commit that touched it; empty outside a git checkout."""
    command = ["git", "log", "--format=%x00%cs", "--name-only", "--no-renames"]
    try:
        log = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        date, *paths = commit.split("\n")
        for path in filter(None, paths):
            dates.setdefault(path, date)
    return dates

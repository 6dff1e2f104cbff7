"""Build a small project with this project's settings, as its author does."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from wouldblock.project import ROOT

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


@dataclass
class Built:
    """How a build has ended: its exit status, and all that it said."""

    status: int
    said: str

    @property
    def last_line(self) -> str:
        return self.said.rstrip("\n").rpartition("\n")[2]


def build(project: Path, *options: str) -> Built:
    """Build the project in a folder by MkDocs, strictly."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", *options]  # with --quiet MkDocs would not count
    done = subprocess.run(
        command,
        cwd=project,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return Built(done.returncode, done.stdout)

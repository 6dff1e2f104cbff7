"""What a product is that can be watched: how it is started, what it needs, and from which packages that comes."""

import glob
import os
import shutil
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from subprocess import run

from wouldblock.observe.protocols import Protocol

PATH = os.pathsep.join(
    [
        sysconfig.get_path("scripts"),
        *sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True),  # noqa: PTH207 the newest first
        os.environ["PATH"],
        "/usr/sbin",
    ]
)


@dataclass(frozen=True)
class Place:
    """Where a server runs: below which folder, on which port, and as whom."""

    folder: str
    port: int
    user: str


@dataclass(frozen=True)
class Server:
    """What is started. `roles` tells, by a part of a process's title, what that process is called; the first match counts."""

    command: list[str]
    protocol: Protocol
    first: str
    roles: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    serves: str = ""  # the role that works on a request, where it is not the one that holds the client's connection
    also_crash: tuple[str, ...] = ()
    fills: bool = False  # has so few places that idle clients can fill them
    replaces_within: float = 4.0  # seconds, after which nobody is expected to replace a process any more


@dataclass(frozen=True)
class Product:
    """A server that can be watched, and the packages that it comes from."""

    name: str
    title: str
    configure: Callable[[Place], Server]
    needs: tuple[str, ...]
    install: str
    of_python: bool = False  # belongs to the Python that watches, and so runs as the same user

    def missing(self) -> list[str]:
        """What it needs and is not here."""
        return [need for need in self.needs if not which(need)]

    def packages(self) -> dict[str, str]:
        """{package: version} of what it needs."""
        if self.of_python:
            return {self.needs[0]: metadata.version(self.needs[0])}
        return dict(sorted(_debian(which(need) or need) for need in self.needs))


def which(program: str) -> str | None:
    """The path of a program, or of a file."""
    return shutil.which(program, path=PATH) or (program if Path(program).is_file() else None)


def _debian(path: str) -> tuple[str, str]:
    owner = run(["dpkg-query", "-S", path], capture_output=True, text=True, check=False).stdout.partition(":")[0]
    if not owner:
        return Path(path).name, "not from a Debian package"
    version = run(["dpkg-query", "-W", "-f", "${Version}", owner], capture_output=True, text=True, check=True).stdout
    return owner, version

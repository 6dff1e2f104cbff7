"""What a scenario is: its programs, how they start, where they can run, what their output promises.

A scenario is `snippets/<chapter>/<name>.py`, or a folder `snippets/<chapter>/<name>/` of programs. What is
unusual about it stands in a declaration: `<name>.toml` beside the one program, `scenario.toml` in the folder.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from packaging.specifiers import SpecifierSet

from wouldblock.project import NAME, SNIPPETS, ProjectError, check_kind, check_name, close_to, shown_path
from wouldblock.scenario import c_program, declaration, program
from wouldblock.scenario.declaration import SYSTEMS, Variation


@dataclass(frozen=True)
class Scenario:
    """One folder of programs, or one program, with its declaration.

    `start` holds the names of the programs in the order in which they start; those of one inner tuple start
    together. `unavailable` begins the error by which a program says that this system forbids what it needs.
    `time_limit` is the longest that the runner waits for any one thing, in seconds.
    """

    name: str
    folder: Path
    declaration: Path
    start: tuple[tuple[str, ...], ...]
    systems: tuple[str, ...] = tuple(SYSTEMS)
    python: str = ""
    why: str = ""
    output: tuple[str, ...] = ("exact",)
    varies: tuple[str, ...] = ()
    exit: dict[str, int] = field(default_factory=dict)
    unavailable: str = ""
    variation: Variation = field(default_factory=Variation)
    time_limit: float = 20

    @property
    def programs(self) -> list[Path]:
        """Each program once, in the order of first start."""
        return [self.folder / name for name in dict.fromkeys(name for group in self.start for name in group)]

    @property
    def shown_lines(self) -> list[str]:
        """All lines of output that its programs show, program after program."""
        return [line for path in self.programs for line in program.shown_lines(path)]

    @property
    def uses_shared_port(self) -> bool:
        """Whether only one such scenario can run on a network at a time."""
        return any(str(program.ADDRESS[1]) in program.read_program(path) for path in self.programs)

    @property
    def is_for_this_python(self) -> bool:
        """Whether the declaration names the Python that runs this among those that can run and read the programs."""
        return SpecifierSet(self.python).contains("{}.{}.{}".format(*sys.version_info), prereleases=True)

    def address(self, path: Path) -> str:
        """One of its programs as pages and downloads name it, from the folder of the chapters on: chapter/name/server.py."""
        folder = "/".join(self.folder.parts[-2:])
        return f"{folder if folder == self.name else self.folder.name}/{path.name}"

    def reason_not_here(self) -> str | None:
        """Why the scenario can't run on this system and Python, or None where it can."""
        if this_system() not in self.systems:
            return f"runs on {' and '.join(SYSTEMS[name] for name in self.systems)} only: {self.why}"
        if not self.is_for_this_python:
            return f"needs Python {self.python}: {self.why}"
        if any(map(c_program.is_c, self.programs)) and not c_program.compiler():
            return f"needs a C compiler: {c_program.INSTALL}"
        return None

    def mask(self, line: str) -> str:
        """Hide the numbers of a printed line that may vary from run to run."""
        for pattern in self.varies:
            line = re.sub(pattern, "…", line)
        return line


def find(snippets: Path = SNIPPETS) -> list[Scenario]:
    """Find all scenarios below a folder of chapters, in alphabetical order.

    Raises ProjectError where a declaration, a folder or a file is not as it has to be.
    """
    return [load(entry) for chapter in _visible(snippets) for entry in _entries(chapter)]


def by_name(name: str, snippets: Path = SNIPPETS) -> Scenario:
    """Find a scenario by its name, `chapter/name`; raises ProjectError where there is none."""
    parts = name.split("/")
    if len(parts) == 2 and all(map(NAME.fullmatch, parts)):
        for entry in (snippets / f"{name}.py", snippets / name):
            if entry.exists():
                return load(entry)
    known = [f"{path.parent.name}/{path.stem}" for path in snippets.glob("*/[a-z]*")]
    raise ProjectError(f"there is no scenario {name!r} in {shown_path(snippets)}{close_to(name, known)}")


def load(entry: Path) -> Scenario:
    """Read one scenario, a program or a folder of programs; raises ProjectError.

    This is the one place that says how a scenario, its chapter and its programs may be named.
    """
    if entry.is_symlink() or (entry.suffix == ".py" and not entry.is_dir()):
        check_kind(entry)
    elif not entry.is_dir():
        raise ProjectError(
            f"{shown_path(entry)}: neither a program, nor a folder, nor the declaration of a program; delete it"
        )
    check_name(entry.parent)
    check_name(entry)
    name = f"{entry.parent.name}/{entry.stem}"
    if entry.suffix == ".py":
        if entry.with_suffix("").is_dir():
            raise ProjectError(f"{shown_path(entry)} and the folder {entry.stem}/ have one name; rename one of them")
        file = entry.with_suffix(".toml")
        return Scenario(name, entry.parent, file, **declaration.read(file, [entry.name]))
    files = [path.name for path in _visible(entry)]
    programs = [file for file in files if file.endswith((".py", c_program.SUFFIX))]
    if not programs:
        raise ProjectError(
            f"{shown_path(entry)}: the folder holds no program; add server.py and client.py, or delete it"
        )
    if strays := set(files) - {*programs, "scenario.toml"}:
        raise ProjectError(f"{shown_path(entry / min(strays))}: neither a program nor scenario.toml; delete it")
    for file in programs:
        check_kind(entry / file)
        check_name(entry / file)
    return Scenario(name, entry, entry / "scenario.toml", **declaration.read(entry / "scenario.toml", programs))


def this_system() -> str:
    """The key of this system in SYSTEMS; what is none of the others counts as Linux."""
    return {"darwin": "macos", "win32": "windows"}.get(sys.platform, "linux")


def _entries(chapter: Path) -> list[Path]:
    if not chapter.is_dir():
        raise ProjectError(f"{shown_path(chapter)}: a file beside the chapters belongs to none; move it or delete it")
    return [entry for entry in _visible(chapter) if not _is_declaration(entry)]


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name[0] not in "._")


def _is_declaration(entry: Path) -> bool:
    return entry.suffix == ".toml" and entry.with_suffix(".py").exists()

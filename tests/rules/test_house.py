"""The rooms of the package stay small enough to be read at one sitting, each has its tests, and its README names each."""

import re

from wouldblock.project import ROOT

PACKAGE = ROOT / "wouldblock"
OF_A_FOLDER, OF_A_FILE = 1_400, 320
ROOMS = sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())


def lines(path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_file_is_too_long() -> None:
    files = (path for folder in (PACKAGE, ROOT / "tests") for path in folder.rglob("*.py"))
    long = {path.relative_to(ROOT).as_posix(): lines(path) for path in files if lines(path) > OF_A_FILE}
    assert not long, f"split what has more than {OF_A_FILE} lines: {long}"


def test_no_folder_is_too_large() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    sizes = {folder.relative_to(ROOT).as_posix(): sum(map(lines, folder.glob("*.py"))) for folder in folders}
    large = {name: size for name, size in sizes.items() if size > OF_A_FOLDER}
    assert ROOMS and not large, f"split the folders that have more than {OF_A_FOLDER} lines: {large}"


def test_each_room_has_its_tests() -> None:
    without = [room.name for room in ROOMS if not list((ROOT / "tests" / room.name).glob("test_*.py"))]
    assert not without, f"write tests in tests/, in a folder of the room's name: {without}"


def test_readme_names_each_room_and_each_module_beside_them() -> None:
    readme = (PACKAGE / "README.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+(?:/|\.py))`", readme))
    there = {f"{room.name}/" for room in ROOMS} | {path.name for path in PACKAGE.glob("[!_]*.py")}
    assert there - named == set(), "name them in wouldblock/README.md"

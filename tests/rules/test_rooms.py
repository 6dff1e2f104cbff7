"""The folders of the package keep their walls: each says what it is for, and which of its modules others may use."""

import ast
import importlib
from pathlib import Path

import pytest

from support.check import check
from wouldblock.project import ROOT, shown_path

PACKAGE = ROOT / "wouldblock"
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
FILES = [*PACKAGE.rglob("*.py")]


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0]


def imports(file: Path) -> list[tuple[str, str, str]]:
    """What a file imports from rooms: the room, the module, and the name, if it is one of the module's."""
    nodes = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    pairs = [(node.module.split("."), alias.name) for node in nodes if node.module for alias in node.names]
    inside = [(path[1:], name) for path, name in pairs if path[0] == "wouldblock" and path[1:2] and path[1] in ROOMS]
    return [(path[0], path[1], name) if path[1:] else (path[0], name, "") for path, name in inside]


@pytest.mark.parametrize("room", ROOMS)
def test_room_lists_the_modules_that_others_use(room) -> None:
    used = {module for file in FILES if room_of(file) != room for to, module, _ in imports(file) if to == room}
    listed = importlib.import_module(f"wouldblock.{room}").__all__
    where = f"wouldblock/{room}/__init__.py"
    check([f"{where} does not list {module!r}, which others import; add it to __all__" for module in used - {*listed}])
    check([f"{where} lists {module!r}, which nobody else imports; delete it there" for module in {*listed} - used])
    assert listed == sorted(listed), f"sort __all__ in {where}"


def test_no_room_uses_what_another_one_keeps_for_itself() -> None:
    check(
        [
            f"{shown_path(file)} imports {name} of wouldblock/{room}/{module}, whose underscore says that it is private"
            for file in FILES
            for room, module, name in imports(file)
            if room != room_of(file) and (name.startswith("_") or module.startswith("_"))
        ]
    )

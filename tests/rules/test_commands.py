"""Each command that a message, a page or a workflow names exists, and each that exists is named to contributors."""

import ast
import re
from pathlib import Path

from wouldblock.project import ROOT

SEARCHED = ("*.md", "*.py", "*.yml", "*.toml", ".ci/run", ".github/**/*.*", "docs/**/*.*", "tests/**/*.*", "theme/**/*.*", "wouldblock/**/*.*")  # fmt: skip


NAME = r"(?<![a-z-])[a-z]+(?:-[a-z]+)*"


def sessions() -> set[str]:
    """The names of the functions that nox runs."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        function.name.replace("_", "-")
        for function in functions
        if any("nox.session" in ast.unparse(mark) for mark in function.decorator_list)
    }


def named_in(path: Path) -> set[str]:
    if path.suffix in (".png", ".pyc"):
        return set()
    text = path.read_text("utf-8")
    several = re.findall(r"nox -s ([a-z -]+)$", text, re.MULTILINE) if path.suffix in (".yml", "") else []
    return {*re.findall(rf"nox -s ({NAME})", text), *re.findall(NAME, " ".join(several))}


def test_every_command_that_is_named_exists() -> None:
    files, known = {path for pattern in SEARCHED for path in ROOT.glob(pattern) if path.is_file()}, sessions()
    wrong = {f"{path.relative_to(ROOT)}: nox -s {name}" for path in files for name in named_in(path) - known}
    assert not wrong, f"no such session in noxfile.py: {sorted(wrong)}"


def test_contributors_are_told_every_command() -> None:
    told = named_in(ROOT / "README.md") | named_in(ROOT / "CONTRIBUTING.md")
    assert sessions() <= told, f"name them in CONTRIBUTING.md: {sorted(sessions() - told)}"

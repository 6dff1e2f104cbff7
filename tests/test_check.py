"""Whatever a contributor can add or spoil ends in one sentence, which names the file and the mend."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.scenarios import CLIENT, write
from wouldblock.check import check
from wouldblock.project import HERE, ROOT, Project, ProjectError

PROGRAM, DECLARATION = "snippets/chapter/name/client.py", "snippets/chapter/name/scenario.toml"
PAGE, NOTEBOOK, SETTINGS = "docs/chapter/name.md", "docs/chapter/much.py", "mkdocs.yml"
TEXTS = (PROGRAM, DECLARATION, PAGE, NOTEBOOK, SETTINGS)
NAV = "site_name: A site\nnav:\n  - Home: index.md\n  - A chapter:\n      - chapter/name.md\n      - chapter/much.py\n"


@pytest.fixture
def project(tmp_path) -> Project:
    """One of each file that authors write."""
    write(tmp_path / "snippets", scenario="start = ['server.py', 'client.py']\n")
    (tmp_path / "docs" / "chapter").mkdir(parents=True)
    for name in ("docs/index.md", PAGE):
        (tmp_path / name).write_text("---\ntitle: A page\n---\n\n# A page\n", "utf-8")
    (tmp_path / NOTEBOOK).write_text("# ---\n# title: Much\n# ---\n\n# %%\nprint(1)\n", "utf-8")
    (tmp_path / SETTINGS).write_text(NAV, "utf-8")
    return Project(tmp_path)


def sentence_of(project: Project) -> str:
    with pytest.raises(ProjectError) as told:
        check(project)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_project_that_is_right_passes(project) -> None:
    check(project)


def test_this_project_passes() -> None:
    check(HERE)


BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "byte order mark": (
        lambda text: b"\xef\xbb\xbf" + text,
        " begins with a byte order mark; save it as UTF-8 without",
    ),
    "UTF-16": (lambda text: text.decode().encode("utf-16"), " is written in UTF-16; save it as UTF-8"),
    "Latin 1": (lambda text: text + "# Größe\n".encode("latin-1"), " is not written in UTF-8; save it as UTF-8"),
    "byte 0": (lambda text: text + b"# \0\n", " holds a byte 0, which no text has; delete it"),
    "begun merge": (lambda text: text + b"<<<<<<< HEAD\n", " holds what a merge has left (<<<<<<<); choose between"),
    "ended merge": (lambda text: text + b">>>>>>> other\n", " holds what a merge has left (>>>>>>>); choose between"),
}


@pytest.mark.parametrize("spoiled", BYTES)
@pytest.mark.parametrize("name", TEXTS)
def test_bytes_that_are_no_text_are_told(project, name, spoiled) -> None:
    spoil, sentence = BYTES[spoiled]
    path = project.root / name
    path.write_bytes(spoil(path.read_bytes()))
    told = sentence_of(project)
    assert told.startswith(name)
    assert sentence in told


@pytest.mark.parametrize("name", TEXTS)
def test_line_ends_of_windows_and_what_looks_like_a_merge_are_right(project, name) -> None:
    path = project.root / name
    text = path.read_text("utf-8") + "# =======\n" * (name != SETTINGS)
    path.write_bytes(text.replace("\n", "\r\n").encode())
    check(project)


@pytest.mark.skipif(os.name != "posix", reason="on Windows not everybody may make a link")
@pytest.mark.parametrize("name", [*TEXTS, "docs/chapter/data.json"])
def test_link_is_told(project, name) -> None:
    path = project.root / name
    other = project.root / "other"
    path.rename(other) if path.exists() else other.touch()
    path.symlink_to(other)
    assert sentence_of(project).startswith(f"{name} is a link to {other}; put a copy in its place")


@pytest.mark.skipif(os.name != "posix", reason="on Windows not everybody may make a link")
@pytest.mark.parametrize("target", ["name", "nowhere"])
def test_link_in_place_of_a_scenario_is_told(project, target) -> None:
    (project.snippets / "chapter" / "other").symlink_to(target)
    assert sentence_of(project).startswith(f"snippets/chapter/other is a link to {target}; put a copy in its place")


@pytest.mark.parametrize("name", TEXTS)
def test_folder_in_place_of_a_file_is_told(project, name) -> None:
    (project.root / name).unlink()
    (project.root / name).mkdir()
    assert sentence_of(project).startswith(f"{name} is a folder, but has to be a file")


NAMES = {
    "my-page": "my_page",
    "My Page": "my_page",
    "My_Page": "my_page",
    "größe": "gr_e",
    "2nd": "page_2nd",
    "_": "page",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", ["scenario", "program", "page", "notebook"])
def test_name_that_not_every_system_takes_is_told_with_one_that_is_right(project, name, what) -> None:
    if what == "scenario":
        path = project.snippets / "chapter" / name
        shutil.copytree(project.snippets / "chapter" / "name", path)
    elif what == "program":
        path = project.snippets / "chapter" / f"{name}.py"
        path.write_text(CLIENT, "utf-8")
    else:
        path = project.docs / "chapter" / f"{name}.{'md' if what == 'page' else 'py'}"
        path.write_text("# So?\n", "utf-8")
    if name.startswith("_") and what in ("scenario", "program"):
        check(project)  # not seen at all, as a folder such as __pycache__
        return
    told = sentence_of(project)
    assert told.startswith(
        f"{path.relative_to(project.root).as_posix()}: the name {path.stem!r} has to be of small letters"
    )
    assert told.endswith(f"rename it to {NAMES[name]!r}")


OTHERS: dict[str, tuple[str, str, str]] = {  # the file, what it holds, what is told
    "key": (DECLARATION, "time-limt = 30\n", "scenario.toml: unknown key 'time-limt'; did you mean 'time-limit'?"),
    "value": (DECLARATION, "systems = 3\n", "scenario.toml: 'systems' is 3, but has to be a list of some of"),
    "nested value": (DECLARATION, "start = [['server.py'], [3]]\n", "'start' is [['server.py'], [3]], but has to be"),
    "table": (DECLARATION, "[start]\nfirst = 1\n", "'start' is {'first': 1}, but has to be"),
    "number": (DECLARATION, "python = 3.12\nwhy = 'x'\n", "'python' is 3.12, but has to be a condition such as"),
    "syntax of TOML": (DECLARATION, "start = [\n", "scenario.toml: not valid TOML, "),
    "twice in TOML": (DECLARATION, "why = 'a'\nwhy = 'b'\n", "scenario.toml: not valid TOML, Cannot overwrite a value"),
    "syntax": (PROGRAM, "print(\n", "client.py:1: Python 3."),
    "indentation": (PROGRAM, "if 1:\nprint(1)\n", "client.py:2: Python 3."),
    "stray": (
        "snippets/chapter/name/client.py.orig",
        "",
        "client.py.orig: neither a program nor scenario.toml; delete",
    ),
    "stray beside": ("snippets/chapter/notes.txt", "", "snippets/chapter/notes.txt: neither a program, nor a folder"),
    "outside": ("snippets/notes.txt", "", "snippets/notes.txt: a file beside the chapters belongs to none; move it"),
    "one name": ("snippets/chapter/name.py", CLIENT, "snippets/chapter/name.py and the folder name/ have one name"),
    "ipynb": (
        "docs/chapter/plot.ipynb",
        "{}",
        "plot.ipynb: a notebook has to be a Python file in percent format; conv",
    ),
    "syntax of a notebook": (NOTEBOOK, "# %%\nprint(\n", "docs/chapter/much.py:2: Python can't read this line"),
    "one address": (
        "docs/chapter/name.py",
        "# %%\n",
        "docs/chapter/name.py and name.md would have one address; rename",
    ),
    "twice": (
        SETTINGS,
        NAV + "      - chapter/name.md\n",
        "mkdocs.yml:7: 'nav' lists chapter/name.md a second time, fi",
    ),
    "nowhere": (
        SETTINGS,
        NAV + "      - chapter/nmae.md\n",
        "mkdocs.yml:7: 'nav' lists docs/chapter/nmae.md, which is",
    ),
}


@pytest.mark.parametrize("spoiled", OTHERS)
def test_what_is_spoiled_otherwise_is_told(project, spoiled) -> None:
    name, text, sentence = OTHERS[spoiled]
    (project.root / name).write_text(text, "utf-8")
    assert sentence in sentence_of(project)


def test_program_for_other_pythons_may_have_a_syntax_that_this_one_does_not_know(project) -> None:
    (project.root / PROGRAM).write_text("future syntax = 1\nprint(1)\n#> 1\n", "utf-8")
    assert "Python can't read this line" in sentence_of(project).replace(
        f" {sys.version_info[0]}.{sys.version_info[1]}", ""
    )
    (project.root / DECLARATION).write_text("python = '>=4'\nwhy = 'It is of the future.'\n", "utf-8")
    check(project)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The files of this project, as they come in a zip file."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    ignored = shutil.ignore_patterns(".git", ".nox", ".venv", "build", "site", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


TESTS = ["-m", "pytest", "tests/run/test_scenarios.py", "-k", "one_at_a_time"]
SESSIONS = {"lint": ["-m", "wouldblock.check"], "tests": [*TESTS, "-n", "2"], "update": [*TESTS, "--update-examples"]}


@pytest.mark.parametrize("session", SESSIONS)
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("snippets/gil/one-more/client.py", "snippets/gil/one-more: the name 'one-more' has to be of small letters"),
        ("docs/gil/plot.ipynb", "docs/gil/plot.ipynb: a notebook has to be a Python file"),
    ],
)
def test_last_line_of_each_session_is_the_sentence(copy, session, name, sentence) -> None:
    spoiled = copy / name
    spoiled.parent.mkdir(exist_ok=True)
    spoiled.write_text("print(1)\n", "utf-8")
    try:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join((".", "tests"))}
        command = [sys.executable, *SESSIONS[session]]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    finally:
        spoiled.unlink()
        if not list(spoiled.parent.iterdir()):
            spoiled.parent.rmdir()
    assert done.returncode != 0
    said = (done.stdout + done.stderr).strip().splitlines()
    assert sentence in said[-1], "\n".join(said)
    assert "Traceback" not in done.stdout + done.stderr

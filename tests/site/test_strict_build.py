"""A strict build ends with a sentence for everything that a page has lost, on MkDocs itself."""

import os
import shutil
import subprocess
import sys

import pytest

from sabotage import write
from wouldblock.declaration import ROOT

INDEX = "# A home\n\n[page](chapter/name.md)\n"
PAGE = "# A page\n\n::: scenario chapter/name\n\n[home](../index.md#a-home)\n"


@pytest.fixture
def build(tmp_path):
    """Builds a project of two pages and one scenario, with this project's settings, and returns what MkDocs said."""
    for name in ("wouldblock", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]
    (tmp_path / "mkdocs.yml").write_text(settings + "\nnav:\n  - index.md\n  - chapter/name.md\n", "utf-8")
    write(tmp_path / "snippets")
    (tmp_path / "docs" / "chapter").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text(INDEX, "utf-8")

    def build_with(page: str) -> tuple[int, str]:
        (tmp_path / "docs" / "chapter" / "name.md").write_text(page, "utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]  # with --quiet MkDocs would not count
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout

    return build_with


def test_build_of_a_whole_site_passes(build) -> None:
    status, said = build(PAGE)
    assert (status, "WARNING" in said) == (0, False), said


def test_build_tells_everything_that_is_lost_at_once(build) -> None:
    status, said = build(
        PAGE
        + "::: scenario chapter/gone\n\n"
        + "::: excerpt chapter/name/server.py\n    definition: gone\n\n"
        + "::: scenario chapter/name\n    highlight client.py: gone\n\n"
        + "{{ relation.gone }}\n\n"
        + "[gone](gone.md) [no anchor](../index.md#gone)\n"
    )
    assert status == 1
    for sentence in (
        "docs/chapter/name.md: '::: scenario chapter/gone': there is no scenario 'chapter/gone' in snippets",
        "snippets/chapter/name/server.py: an excerpt needs one definition of 'gone', but there are 0",
        "snippets/chapter/name/client.py: a highlight needs a text that stands there, but no line shown contains 'gone'",
        "contains a link 'gone.md', but the target 'chapter/gone.md' is not found",
        "contains a link '../index.md#gone', but the doc 'index.md' does not contain an anchor '#gone'",
        "docs/chapter/name.md: '{{ relation.gone }}': there is no relation 'gone'",
        "Aborted with 6 warnings in strict mode!",
    ):
        assert sentence in said
    assert "Traceback" not in said


def test_build_ends_with_a_bad_declaration(build, tmp_path) -> None:
    (tmp_path / "snippets" / "chapter" / "name" / "scenario.toml").write_text("sytems = ['linux']\n")
    status, said = build(PAGE)
    assert status == 1
    assert "snippets/chapter/name/scenario.toml: unknown key 'sytems'; did you mean 'systems'?" in said
    assert "Traceback" not in said


def test_page_outside_the_navigation_ends_the_build(build, tmp_path) -> None:
    (tmp_path / "docs" / "chapter" / "other.md").write_text("# Other\n")
    status, said = build(PAGE)
    assert status == 1
    assert "chapter/other.md" in said

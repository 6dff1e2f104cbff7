"""A strict build ends with a sentence for everything that a page has lost, on MkDocs itself."""

import pytest

from support import small_site
from support.scenarios import CLIENT
from support.timelines import record
from wouldblock.scenario.model import by_name

PAGE = "# A page\n\n::: scenario chapter/name\n\n[home](../index.md#a-home)\n"
NOTEBOOK = """\
# ---
# title: A notebook
# ---

# %% [markdown]
# # A notebook
#
# ## What follows
#
# [page](name.md)

# %%
from pathlib import Path
print(eval(Path("docs/chapter/data/answer.json").read_text()))
"""


@pytest.fixture
def build(project):
    """Builds the small project and returns what MkDocs said."""

    def build_with(page: str) -> tuple[int, str]:
        (project / "docs" / "chapter" / "name.md").write_text(page, "utf-8")
        built = small_site.build(project)
        return built.status, built.said

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
        "does not contain an anchor '#gone'. (the last of 6 warnings; mend all of them)",
    ):
        assert sentence in said
    assert "Traceback" not in said


def test_build_ends_with_a_bad_declaration(build, project) -> None:
    (project / "snippets" / "chapter" / "name" / "scenario.toml").write_text("sytems = ['linux']\n")
    status, said = build(PAGE)
    assert status == 1
    assert "snippets/chapter/name/scenario.toml: unknown key 'sytems'; did you mean 'systems'?" in said
    assert "Traceback" not in said


def test_page_outside_the_navigation_ends_the_build(build, project) -> None:
    (project / "docs" / "chapter" / "other.md").write_text("# Other\n")
    status, said = build(PAGE)
    assert status == 1
    assert "chapter/other.md" in said


def use_notebook(project, answer: str) -> None:
    settings = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(settings + "  - chapter/notebook.py\n", "utf-8")
    (project / "docs" / "chapter" / "notebook.py").write_text(NOTEBOOK, "utf-8")
    data = project / "docs" / "chapter" / "data"
    data.mkdir(exist_ok=True)
    (data / "answer.json").write_text(answer, "utf-8")


def test_notebook_runs_again_when_what_it_uses_has_changed(build, project) -> None:
    use_notebook(project, "42")
    page = project / "site" / "chapter" / "notebook.html"
    status, said = build(PAGE)
    assert (status, "42" in page.read_text("utf-8")) == (0, True), said
    assert "Cache hit" in build(PAGE)[1]
    (project / "docs" / "chapter" / "data" / "answer.json").write_text("54", "utf-8")
    assert build(PAGE)[0] == 0
    text = page.read_text("utf-8")
    assert "54" in text
    assert '<a href="name.html">page</a>' in text
    assert '<a href="#what-follows" class="md-nav__link">' in text


def test_exception_in_a_notebook_ends_the_build(build, project) -> None:
    use_notebook(project, "1 / 0")
    for _ in range(2):  # what failed is not kept
        status, said = build(PAGE)
        assert status == 1
        last = said.rstrip("\n").rpartition("\n")[2]
        assert last.startswith(
            "docs/chapter/notebook.py: a cell raised ZeroDivisionError: division by zero at 'print(eval("
        )


PICTURE = "\n::: picture chapter/name\n    blocks server.py: recv until client.py send\n\n::: buffers chapter/name\n"


def test_page_with_a_recording_is_built_with_its_picture(build, tmp_path) -> None:
    record(by_name("chapter/name", tmp_path / "snippets"), tmp_path / "docs")
    status, said = build(PAGE + PICTURE)
    assert (status, "WARNING" in said) == (0, False), said
    html = (tmp_path / "site" / "chapter" / "name.html").read_text("utf-8")
    assert html.count('<figure class="wb-picture"') == 2
    assert "In this recording server.py waits in <code>recv</code> for 310 ms until client.py's send." in html
    assert "Recorded on 2026-01-02 on Linux 6.1, with Python 3.11.7 and strace 6.1; numbers vary." in html
    assert "picture.css" in html and "picture.js" in html
    assert "picture" not in (tmp_path / "site" / "index.html").read_text("utf-8")
    plain = (tmp_path / "site" / "chapter" / "name.md").read_text("utf-8")
    assert "3. server.py: recv on c1 blocks for 310 ms until client.py's send and gets 5 bytes, “hello”.\n" in plain
    assert "At 100 ms, client.py's end keeps 2 MB, and server.py's 500 kB unread.\n" in plain


def test_build_ends_with_a_recording_that_is_missing_stale_or_contradicted(build, tmp_path) -> None:
    again = "nox -s record -- chapter/name"
    status, said = build(PAGE + PICTURE)
    assert status == 1
    missing = f"there is no recording docs/chapter/timelines/name.json; make it with: {again}"
    assert f"docs/chapter/name.md: '::: picture chapter/name': {missing}" in said
    assert "Traceback" not in said

    record(by_name("chapter/name", tmp_path / "snippets"), tmp_path / "docs")
    status, said = build(PAGE + PICTURE.replace("client.py send", "client.py close"))
    assert status == 1
    assert (
        "blocks until client.py's close, but the recording shows no such arrow; correct the page, or record again"
        in said
    )

    (tmp_path / "snippets" / "chapter" / "name" / "client.py").write_text(CLIENT + "# more\n", "utf-8")
    status, said = build(PAGE + PICTURE)
    assert status == 1
    assert f"was recorded from other programs than those in snippets/chapter/name; record again with: {again}" in said

"""A strict build ends with a sentence for everything that a page has lost, on MkDocs itself."""

import json

import pytest
from bs4 import BeautifulSoup
from mkdocs_jupyter.nbconvert2 import get_nbconvert_app

from support import small_site
from support.scenarios import CLIENT
from support.timelines import record
from wouldblock.scenario.model import by_name
from wouldblock.site import hooks

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


def test_head_of_a_page_says_what_its_front_matter_says(build, tmp_path) -> None:
    title, description, words = (
        'Say "so" & go',
        'A "description", which isn\'t <b>bold</b> & says it.',
        ['"a b"', "c & d"],
    )
    status, said = build(
        f"---\n{json.dumps({'title': title, 'description': description, 'search_words': words})}\n---\n\n{PAGE}"
    )
    assert (status, "WARNING" in said) == (0, False), said
    head = BeautifulSoup((tmp_path / "site" / "chapter" / "name.html").read_text("utf-8"), "lxml").head
    told = {tag.get("name") or tag.get("property"): tag["content"] for tag in head.select("meta[content]")}
    assert (told["og:title"], told["keywords"]) == (title, ", ".join(words))
    assert told["description"] == told["og:description"] == description
    assert not [name for tag in head.select("meta") for name in tag.attrs if '"' in name]


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
    made = page.read_text("utf-8")
    assert (status, "42" in made, "Cache miss" in said) == (0, True, True), said
    assert "Cache miss" not in build(PAGE)[1] and page.read_text("utf-8") == made
    for kept in project.glob("build/notebooks/*/pages/*"):
        kept.write_text("{", "utf-8")  # as by a build that was interrupted
    assert "Cache hit" in build(PAGE)[1] and page.read_text("utf-8") == made
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


def add_settings(project, text: str) -> None:
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + text, "utf-8")


def test_page_that_has_moved_leads_on_and_a_plain_html_file_stays_as_it_is(project) -> None:
    settings = (project / "mkdocs.yml").read_text("utf-8")
    moved = "redirects:\n    chapter/old.md: chapter/name.md\n    gone.md: index.md"
    (project / "mkdocs.yml").write_text(settings.replace("redirects: {}", moved), "utf-8")
    (project / "docs" / "plain.html").write_text("<p>as it is</p>\n", "utf-8")
    built = small_site.build(project)
    assert (built.status, "WARNING" in built.said) == (0, False), built.said
    assert '<a href="name.html">' in (project / "site" / "chapter" / "old.html").read_text("utf-8")
    assert 'content="0; url=index.html"' in (project / "site" / "gone.html").read_text("utf-8")
    assert (project / "site" / "plain.html").read_text("utf-8") == "<p>as it is</p>\n"
    index = (project / "site" / "assets" / "search-index.js").read_text("utf-8")
    assert "chapter/name.html" in index and "old.html" not in index and "plain.html" not in index


@pytest.mark.parametrize(
    ("redirect", "sentence"),
    [
        (
            "chapter/old.md: chapter/nome.md",
            "leads from chapter/old.md to chapter/nome.md, which is no page; did you mean",
        ),
        ("chapter/name.md: index.md", "leads away from chapter/name.md, which is still a page; delete one of them"),
    ],
)
def test_redirect_that_leads_nowhere_ends_the_build(project, redirect, sentence) -> None:
    settings = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("redirects: {}", f"redirects:\n    {redirect}"), "utf-8")
    built = small_site.build(project)
    assert built.status == 1
    assert sentence in built.last_line, built.said
    assert "Traceback" not in built.said


def test_mistake_in_a_notebook_is_told_of_that_notebook(project) -> None:
    use_notebook(project, "42")
    notebook = project / "docs" / "chapter" / "notebook.py"
    text = notebook.read_text("utf-8").replace("(name.md)", "(name.md) {{ gil.nonsense }}")
    notebook.write_text(text, "utf-8")
    built = small_site.build(project)
    assert built.status == 1
    assert built.last_line.startswith("docs/chapter/notebook.py: '{{ gil.nonsense }}': there is no figure gil.nonsense")
    assert "docs/chapter/name.md" not in built.said
    notebook.write_text(text.replace("{{ gil.nonsense }}", "[gone](gone.md)"), "utf-8")
    assert small_site.build(project).last_line == "docs/chapter/notebook.py: a link leads to gone.md, which is no page"


def test_cell_that_does_not_end_is_stopped_and_named(project, monkeypatch) -> None:
    use_notebook(project, "__import__('time').sleep(600)")
    short = '{"NotebookClient": {"timeout": 2}}'  # of one's own Jupyter: goes before the limit of the site
    (project / "jupyter_nbconvert_config.json").write_text(short, "utf-8")
    monkeypatch.setitem(small_site.ENVIRONMENT, "JUPYTER_CONFIG_PATH", str(project))
    built = small_site.build(project)
    assert built.status == 1
    assert built.last_line == (
        "docs/chapter/notebook.py: the cell that begins with 'from pathlib import Path' did not end in time; "
        "let it end, or do less"
    )


def test_cell_may_take_a_minute(monkeypatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    hooks.Build().on_startup(command="serve", dirty=False)
    assert get_nbconvert_app().config.NotebookClient.timeout == 60


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("docs/chapter/name.md", b"\xef\xbb\xbf# A page\n", "docs/chapter/name.md begins with a byte order mark"),
        (
            "docs/chapter/name.md",
            b"---\ntitle: a: b\n---\n",
            "docs/chapter/name.md:2: the front matter is not valid YAML",
        ),
        ("docs/chapter/plot.ipynb", b"{}", "docs/chapter/plot.ipynb: a notebook has to be a Python file"),
        ("snippets/chapter/name/client.py", b"print(\n", "snippets/chapter/name/client.py:1: Python 3."),
        (
            "snippets/chapter/name/scenario.toml",
            b"time-limt = 3\n",
            "scenario.toml: unknown key 'time-limt'; did you me",
        ),
        (
            "snippets/chapter/My Page/client.py",
            b"print(1)\n",
            "snippets/chapter/My Page: the name 'My Page' has to be of",
        ),
    ],
)
def test_file_that_is_spoiled_ends_the_build_with_one_sentence(project, name, content, sentence) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    built = small_site.build(project)
    assert built.status == 1
    assert sentence in built.last_line, built.said
    assert "WARNING" not in built.said and "Traceback" not in built.said


def test_page_that_is_listed_twice_ends_the_build(project) -> None:
    add_settings(project, "  - chapter/name.md\n")
    built = small_site.build(project)
    assert built.status == 1
    assert "'nav' lists chapter/name.md a second time, first in line" in built.last_line

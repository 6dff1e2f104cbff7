"""What the site holds beside its pages: the plain form of a page, the list for machines, redirects."""

from collections.abc import Iterable

import nbformat
import pytest

from support.scenarios import SERVER, write
from wouldblock.figures import forms
from wouldblock.pages import directives, plain
from wouldblock.pages.source import SourcePage
from wouldblock.project import HERE, Project
from wouldblock.site import extras, notebooks

PAGE = """\
---
title: A page
description: What it is about.
---

# Is this a page?

??? question "Predict: is it?"

    Tell me.

    - [ ] Yes.
    - [x] No.

    Why: it is a test.

After.

::: scenario chapter/name
    highlight client.py: sendall

## Why? { #why }

::: excerpt chapter/name/client.py
    from: sendall
"""
PLAIN = f"""\
# Is this a page?

**Predict: is it?**

Tell me.

- Yes.
- No.

Answer: No. It is a test.

After.

- Exact output expected: every run should print these lines
- Not yet run: this copy of the site was built before its programs ran

`server.py`, to fetch with `curl -O https://site.example/snippets/chapter/name/server.py`:

```python
{SERVER}```
"""
NOTEBOOK = """\
# ---
# title: A measurement
# description: What is measured.
# ---

# %% [markdown]
# # How much?
#
# Much.

# %%
print(1)

# %% [markdown]
# So.
"""


@pytest.fixture
def project(tmp_path):
    write(tmp_path / "snippets")
    (tmp_path / "docs" / "chapter").mkdir(parents=True)
    (tmp_path / "docs" / "chapter" / "name.md").write_text(PAGE, "utf-8")
    (tmp_path / "docs" / "chapter" / "much.py").write_text(NOTEBOOK, "utf-8")
    return Project(tmp_path)


def plain_form(project: Project, name: str, outputs: Iterable[str] = ()) -> plain.PlainPage:
    return plain.plain(SourcePage(project, name), "https://site.example/", outputs)


def test_plain_page_has_programs_and_no_form_of_this_site(project) -> None:
    page = plain_form(project, "chapter/name.md")
    text = page.text
    assert (page.title, page.description) == ("A page", "What it is about.")
    assert text.startswith(PLAIN)
    assert "Start, each in a terminal of its own: `python server.py`, then `python client.py`.\n\n## Why?\n" in text
    assert text.endswith('From `chapter/name/client.py`:\n\n```python\nconnection.sendall(b"hello")\n```')


def test_plain_notebook_is_its_text_and_its_code(project) -> None:
    text = plain_form(project, "chapter/much.py").text
    assert text == "# How much?\n\nMuch.\n\n```python\nprint(1)\n```\n\nSo."
    text = plain_form(project, "chapter/much.py", ["Printed:\n\n```\n1\n```"]).text
    assert text.endswith("print(1)\n```\n\nPrinted:\n\n```\n1\n```\n\nSo.")


def test_link_to_a_notebook_leads_from_a_plain_page_to_a_plain_page(project) -> None:
    (project.docs / "chapter" / "name.md").write_text(
        "[it](much.py#how) [it](../chapter/much.py) [a program](server.py)\n", "utf-8"
    )
    text = plain_form(project, "chapter/name.md").text
    assert text == "[it](much.md#how) [it](../chapter/much.md) [a program](server.py)"


def test_what_a_cell_printed_is_one_however_it_was_cut() -> None:
    cell = '<div class="highlight-ipynb"><pre>print()</pre></div>'
    pieces = [["one\ntwo\nthree\n"], ["one", "\ntwo\n", "three\n"]]
    whole, cut = (
        notebooks.tidy(
            cell + "".join(f'<div class="jp-OutputArea-output"><pre>{piece}</pre></div>' for piece in each) + cell,
            SourcePage(HERE, "much.py"),
            lambda path: path,
        )
        for each in pieces
    )
    assert cut == whole
    assert whole[1] == ["Printed:\n\n```\none\ntwo\nthree\n```", ""]


def test_notebook_for_jupyter_has_its_cells_and_figures_and_is_the_same_each_time(monkeypatch) -> None:
    monkeypatch.setattr(forms, "text_of", lambda _, part: f"42 {part}")
    made = notebooks.as_ipynb(NOTEBOOK.replace("Much.", "It is {{ name.part }}."))
    notebook = nbformat.reads(made, as_version=4)
    nbformat.validate(notebook)
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        ("markdown", "# How much?\n\nIt is 42 part."),
        ("code", "print(1)"),
        ("markdown", "So."),
    ]
    assert made == notebooks.as_ipynb(NOTEBOOK.replace("Much.", "It is {{ name.part }}."))


def test_list_for_machines_follows_the_navigation(project) -> None:
    settings = {
        "site_name": "A site",
        "site_description": "What it is.",
        "site_url": "https://site.example/",
        "nav": [{"A chapter": ["chapter/name.md", "chapter/much.py"]}],
        "extra": {"redirects": {"other/old.md": "chapter/name.md"}},
    }
    made = dict(extras.files(project, settings, {"chapter/much.py": ["Chart: a line."]}))
    assert b"print(1)\n```\n\nChart: a line.\n\nSo." in made["chapter/much.md"]
    assert list(made) == ["chapter/name.md", "chapter/much.md", "llms.txt", "assets/card.png", "other/old.html"]
    assert (
        made["llms.txt"]
        .decode()
        .endswith(
            "## A chapter\n\n- [A page](https://site.example/chapter/name.md): What it is about.\n"
            "- [A measurement](https://site.example/chapter/much.md): What is measured.\n"
        )
    )
    assert made["assets/card.png"].startswith(b"\x89PNG")
    assert made["other/old.html"].count(b"../chapter/name.html") == 2


def test_settings_are_read_as_mkdocs_reads_them(monkeypatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    assert extras.settings_of(HERE)["site_url"] == "http://127.0.0.1:8000/"
    monkeypatch.setenv("SITE_URL", "https://site.example/")
    assert extras.settings_of(HERE)["site_url"] == "https://site.example/"


@pytest.mark.parametrize(
    ("history", "sentence"),
    [
        (["docs/chapter/page.md", "docs/chapter/notebook.py", "snippets/chapter/gone.py", "docs/chapter/moved.md"], ""),
        (["docs/chapter/gone.md"], "docs/chapter/gone.md is gone, and so is its address; add 'chapter/gone.md: "),
        (["docs/chapter/gone.py"], "docs/chapter/gone.py is gone"),
    ],
)
def test_page_that_was_once_there_and_leads_nowhere_is_told(history, sentence) -> None:
    there = {"chapter/page.html", "chapter/notebook.html", "chapter/moved.html"}
    told = "\n".join(extras.lost(history, there))
    assert sentence in told
    assert bool(sentence) == bool(told)


def test_each_kind_of_directive_has_a_plain_form_but_the_run_of_the_home_page() -> None:
    kinds = directives.DIRECTIVES.keys() | directives.PICTURES.keys()
    assert kinds - plain.DIRECTIVES.keys() == {"run"}

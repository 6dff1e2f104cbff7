"""Every page says what it is called and what it is about, and a mistake in how it says so is one sentence."""

import pytest

from rules import page_rules
from support.check import check
from wouldblock.markup import front_matter
from wouldblock.project import DOCS, ProjectError, shown_path

PAGES = sorted(DOCS.rglob("*.md"))
RIGHT = "---\ntitle: A page\ndescription: What a page has to be so that a search engine has something to show.\n---\n\n# So?\n"


@pytest.mark.parametrize("page", PAGES, ids=shown_path)
def test_page_has_title_and_description(page) -> None:
    check(page_rules.title_and_description(page))


IN_A_CHAPTER = sorted(path for suffix in ("md", "py") for path in DOCS.glob(f"*/*.{suffix}") if path.name != "index.md")


@pytest.mark.parametrize("page", IN_A_CHAPTER, ids=shown_path)
def test_page_is_recognized_by_its_name_in_the_navigation(page) -> None:
    check(page_rules.recognized(page))


def test_page_under_a_name_that_nobody_recognizes_is_told(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: Closing one direction\n---\n\n# How do you say that this was all?\n", "utf-8")
    (told,) = page_rules.recognized(page)
    assert (
        "is 'Closing one direction' in the navigation, where nobody finds 'How do you say that this was all?'" in told
    )


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("", "", ""),
        ("title: A page", "name: A page", "needs a 'title' of 3 to 40 letters"),
        ("description: What a page", "description: A page\nx:", "needs a 'description' of 60 to 170 letters"),
        ("so that", '"so" that', ""),
    ],
)
def test_page_that_does_not_say_what_it_is_about_is_told(tmp_path, right, wrong, sentence) -> None:
    page = tmp_path / "page.md"
    page.write_text(RIGHT.replace(right, wrong), "utf-8")
    told = "\n".join(page_rules.title_and_description(page))
    assert sentence in told
    assert bool(sentence) == bool(told)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: A page", "A page"),
        ('title: "Why: so?"', "Why: so?"),
        ("title: 'It''s so'", "It's so"),
        ("title: >\n  Folded\n  text", "Folded text"),
        ("title: Größe", "Größe"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "py"])
def test_front_matter_is_read_as_yaml_on_a_page_and_in_a_notebook(tmp_path, written, title, suffix) -> None:
    page, header = tmp_path / f"page.{suffix}", f"---\n{written}\n---\n"
    if suffix == "py":
        header = "".join(f"# {line}\n" for line in header.splitlines())
    page.write_text(f"{header}\n# %% [markdown]\n# # So?\n", "utf-8")
    assert str(front_matter(page)["title"]).strip() == title


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("---\ntitle: Why: so\n---\n", "page.md:2: the front matter is not valid YAML, mapping values are not allowed"),
        ("---\ntitle: [a\n---\n", "the front matter is not valid YAML"),
        ("---\njust text\n---\n", "page.md:2: the front matter is no list of keys and values; write 'title: …'"),
        ("---\ntitle: 3\n---\n", "'title' in the front matter is 3, but has to be a text; put it into quotes"),
        ("---\ntitle: 2026-01-01\n---\n", "but has to be a text"),
        ("---\ntitle: A page\n\n# So?\n", "page.md:1: the front matter has no end; write '---' below its last line"),
    ],
)
def test_front_matter_that_is_none_is_told(tmp_path, written, sentence) -> None:
    page = tmp_path / "page.md"
    page.write_text(written, "utf-8")
    with pytest.raises(ProjectError) as told:
        front_matter(page)
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_page_without_front_matter_has_none(tmp_path) -> None:
    (tmp_path / "page.md").write_text("# So?\n\n---\n", "utf-8")
    assert front_matter(tmp_path / "page.md") == {}

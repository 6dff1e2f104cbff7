"""The rules for pages are checked: each broken one is told, with file and cure."""

import re

import pytest

from rules import page_rules
from support.scenarios import CLIENT, write
from support.timelines import record
from wouldblock.scenario.model import by_name

PAGE = """\
---
title: A page
description: What a page has to be so that a search engine has something to show to people.
---

# Is this a page?

??? question "Predict: is it?"

    - [x] Yes.
    - [ ] No.

    Why: it is a test.

::: scenario chapter/name
    highlight client.py: sendall

1. A list

    with a second paragraph

## Remember

It is so.
"""


@pytest.fixture
def page(tmp_path):
    """Writes a page beside a scenario, and returns its file."""
    write(tmp_path / "snippets")
    (tmp_path / "docs").mkdir()

    def write_page(text: str):
        path = tmp_path / "docs" / "page.md"
        path.write_text(text, "utf-8")
        return path

    return write_page


def assert_told(problems: list[str], sentence: str) -> None:
    """The sentence is told; if there is none, nothing is."""
    told = "\n".join(problems)
    assert sentence in told
    assert bool(sentence) == bool(told)


def problems(page) -> str:
    docs, snippets = page.parent, page.parent.parent / "snippets"
    each = [rule(page) for rule in (page_rules.inline_code, page_rules.rhythm)]
    each += [page_rules.scenarios_on_no_page(docs, snippets), page_rules.lost_includes(docs, snippets)]
    return "\n".join(problem for problems in each for problem in problems)


def test_page_that_is_right_passes(page) -> None:
    assert problems(page(PAGE)) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("::: scenario chapter/name", "chapter/name", "no page shows chapter/name; write '::: scenario chapter/name'"),
        ("::: scenario chapter/name", "::: scenario chapter/nome", "did you mean 'chapter/name'?"),
        ("1. A list\n", "::: excerpt chapter/name/peer.py\n", "there is no program chapter/name/peer.py"),
        ("1. A list\n", "::: observed nginz/tree\n", "there is no product 'nginz'; did you mean 'nginx'?"),
        ("1. A list\n", "```python\nimport socket\n```\n", "docs/page.md:18: code of its own; put it into snippets/"),
        ("1. A list\n", "A text\n", "docs/page.md:20: code of its own; put it into snippets/"),
        ("1. A list\n", "~~~\nls\n~~~\n", "code of its own"),
        ("1. A list\n", "<pre>ls</pre>\n", "code of its own"),
        ("# Is this a page?", "# This is a page", "needs exactly one '# ' heading, a question"),
        ("Predict: ", "", "asks the reader for no prediction"),
        ("## Remember", "## More", "leaves nothing to remember; end it with '## Remember'"),
        ("It is so.", "## More\n\nIt is so.", "leaves nothing to remember"),
        ("It is so.", "It is. So? It is. It is!", "end it with '## Remember' and one to three sentences"),
        ("It is so.", "It is so.\n\n**Next:** [more](more.md)", "has a '**Next:**' of its own; delete it"),
    ],
)
def test_broken_rule_for_pages_is_told(page, right, wrong, sentence) -> None:
    assert right in PAGE
    assert sentence in problems(page(PAGE.replace(right, wrong)))


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("One of `3` in [row 7](7.md).", False),
        ("    says: After {numbers.crashes.0.replaced_after} seconds.", False),
        ("    holds: facts.wakeups.woken = 3", False),
        ("    says: After 3 seconds.", True),
        ("After 3 seconds.", True),
    ],
)
def test_number_by_hand_on_a_page_with_records_is_told(page, line, is_told) -> None:
    told = "\n".join(page_rules.numbers_by_hand(page(f"---\ntitle: 1\n---\n\n1. Point\n\n{line}\n")))
    assert ("take it from the record, with '::: observed system/says'" in told) == is_told


ROW = """\
### 7. A claim { #claim-7 }

The article says: "so".

Verdict: **wrong**

It is not so.

Proof: [`chapter/name`](page.md).
"""


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("", "", ""),
        ("claim-7", "claim-8", "row 7 has the anchor claim-8"),
        ("**wrong**", "**perhaps**", "row 7 needs 'Verdict: **…**' with one of: fragile, gap"),
        (
            "Proof: [`chapter/name`](page.md).",
            "",
            "row 7 needs 'Proof: [`chapter/scenario`](page.md)' or 'No program: '",
        ),
        ("`chapter/name`", "it", "row 7 names no scenario as its proof"),
        ("`chapter/name`", "`chapter/other`", "row 7 names chapter/other, which is no scenario"),
        ("### 7", "## 7", "has no rows"),
    ],
)
def test_broken_rule_for_the_ledger_is_told(page, right, wrong, sentence) -> None:
    path = page(ROW.replace(right, wrong))
    assert_told(page_rules.ledger(path, path.parent.parent / "snippets"), sentence)


@pytest.mark.parametrize(
    ("prose", "number"),
    [
        ("It took {{ gil.time }}, with {{ spread.poll }} times as much.", ""),
        ("With 10,000 connections, row 5, on 2 processors, `sleep(5 s)`.", ""),
        ("We ask for 64 KiB.", ""),
        ("It took 5 ms.", "5 ms"),
        ("It was 4.2 times as much.", "4.2 times"),
        ("It took 21 KiB,", "21 KiB"),
        ("about 30 % of it", "30 %"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "py"])
def test_number_that_is_not_from_the_figures_is_told(tmp_path, prose, number, suffix) -> None:
    page = tmp_path / f"page.{suffix}"
    page.write_text(prose if suffix == "md" else f"# %% [markdown]\n# {prose}\n\n# %%\nprint('7 ms')\n", "utf-8")
    told = "\n".join(page_rules.measured_numbers(page))
    assert bool(number) == bool(told)
    assert number in told


ERROR = """\
### Gone { #gone }

Cause: none.

Cure: none.

::: excerpt chapter/name.py
    from: HELLO

Raised by: [`chapter/name`](page.md), which prints `HELLO`.
"""


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("", "", ""),
        ("`HELLO`", "`OTHER`", "'Gone': chapter/name does not print 'OTHER'"),
        ("`chapter/name`", "`chapter/other`", "'Gone': there is no scenario 'chapter/other'"),
        ("Raised by: ", "By: ", "'Gone' needs 'Raised by: '"),
        ("Cure: ", "", "'Gone' needs 'Cure: '"),
        ("::: excerpt", "```", "'Gone' needs '::: excerpt chapter/name.py' below its cure"),
        ("### ", "## ", "has no entries"),
    ],
)
def test_broken_rule_for_the_error_index_is_told(page, right, wrong, sentence) -> None:
    path = page(ERROR.replace(right, wrong))
    assert_told(page_rules.errors(path, path.parent.parent / "snippets"), sentence)


@pytest.mark.parametrize(
    ("name", "message", "sentence"),
    [
        ("postgresql", "FATAL 53300: sorry, too many clients already", ""),
        (
            "postgresql",
            "FATAL 53300: too many cooks",
            "'Gone': the record of postgresql does not have 'FATAL 53300: too",
        ),
        ("postgres", "FATAL", "'Gone': there is no product 'postgres'"),
    ],
)
def test_message_of_the_index_that_stands_in_no_record_is_told(page, name, message, sentence) -> None:
    by = f"Recorded in: [`observed/{name}`](observed/{name}.md), which has `{message}`."
    path = page(re.sub("Raised by: .*", by, ERROR))
    assert_told(page_rules.errors(path, path.parent.parent / "snippets"), sentence)


def test_broken_rule_for_the_questions_is_told(page) -> None:
    right = "".join(f"### {number}. Why? {{ #q{number} }}\n\n[So](page.md).\n\n" for number in range(30))
    assert page_rules.answers(page(right)) == []
    assert "has 29 questions; 30 are promised" in page_rules.answers(page(right.replace("### 7.", "#### 7.")))[0]
    assert (
        "'7. Why?' has no link"
        in page_rules.answers(page(right.replace("7. Why? { #q7 }\n\n[So](page.md)", "7. Why? { #q7 }\n\nSo")))[0]
    )


CHANGES = "# New?\n\n## 2026-02-02\n\n- More.\n\n## 2026-01-01\n\n- All.\n"


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("", "", ""),
        ("2026-02-02", "2026-01-01", "has days that are not in order"),
        ("2026-02-02", "2025-12-31", "has days that are not in order"),
        ("2026-02-02", "Version 2", "'Version 2' is no day; write '## YYYY-MM-DD'"),
        ("- More", "More", "'2026-02-02' needs a list of what has changed"),
        ("## ", "### ", "has no entries"),
    ],
)
def test_broken_rule_for_the_changes_is_told(page, right, wrong, sentence) -> None:
    assert_told(page_rules.changes(page(CHANGES.replace(right, wrong))), sentence)


PICTURE = """\
The server waits in `accept()`, `send()` does not wait, and elsewhere `recvfrom()` waits.

::: picture chapter/name
    blocks server.py: recv until client.py send
    elsewhere: recvfrom() waits

::: buffers chapter/name
"""


@pytest.fixture
def page_with_picture(page):
    """Writes a page of a chapter beside a scenario and its recording."""

    def write_page(text: str):
        root = page("").parent.parent
        record(by_name("chapter/name", root / "snippets"), root / "docs")
        path = root / "docs" / "chapter" / "name.md"
        path.write_text(text, "utf-8")
        return path

    return write_page


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("", "", ""),
        (
            "`accept()`",
            "`select()`",
            "says 'waits in select()', but no recording on the page shows a select that waits",
        ),
        ("does not wait", "waits", "says 'send() waits', but no recording on the page shows a send that waits"),
        ("`send()` does not wait", "`accept()` does not wait", "shows an accept that does not wait"),
        ("    elsewhere: recvfrom() waits\n", "", "says 'recvfrom() waits', but no recording"),
        ("elsewhere `recvfrom()` waits", "no more", "delete the line 'elsewhere: recvfrom() waits'"),
    ],
)
def test_page_that_says_of_waiting_what_no_recording_shows_is_told(page_with_picture, right, wrong, sentence) -> None:
    assert right in PICTURE
    path = page_with_picture(PICTURE.replace(right, wrong))
    assert_told(page_rules.waits(path, path.parent.parent.parent / "snippets"), sentence)


def test_recording_that_no_page_shows_is_told(page_with_picture) -> None:
    assert page_rules.recordings_on_no_page(page_with_picture(PICTURE).parent.parent) == []
    for form in ("picture", "buffers"):
        path = page_with_picture(PICTURE.replace(f"::: {form} ", "::: scenario "))
        (problem,) = page_rules.recordings_on_no_page(path.parent.parent)
        assert f"no page shows it; write '::: {form} chapter/name' in docs/chapter/name.md" in problem


def test_recording_of_other_programs_is_told(page_with_picture) -> None:
    path = page_with_picture(PICTURE)
    snippets = path.parent.parent.parent / "snippets"
    (snippets / "chapter" / "name" / "client.py").write_text(CLIENT + "# more\n", "utf-8")
    (problem,) = page_rules.waits(path, snippets)
    assert "was recorded from other programs" in problem and problem.endswith("nox -s record -- chapter/name")

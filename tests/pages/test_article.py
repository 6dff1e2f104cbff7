"""The article is linked where a page first names it, and what a page says of it is a quiet fold."""

import pytest

from wouldblock.pages import article

PAGE = """\
# Does the article's send block?

??? question "Predict: it?"

    The article says so.

The article's program, and the article itself.

## Where the article stands

See [row 3](../ledger.md#claim-3).

- One.

## More
"""


def test_article_is_linked_at_its_first_place_in_prose() -> None:
    named = article.named(PAGE)
    assert f"\n[The article's]({article.ADDRESS}) program, and the article itself." in named
    assert named.count(article.ADDRESS) == 1
    assert article.named(f"[x]({article.ADDRESS})\n\nThe article.") == f"[x]({article.ADDRESS})\n\nThe article."
    assert article.named("No word of it.") == "No word of it."


def test_name_of_the_article_within_a_link_or_code_stays_as_it_is() -> None:
    named = article.named("1. [Does the article's send block?](x.md) It does.\n\nThen `the article` and the article.")
    assert named == (
        "1. [Does the article's send block?](x.md) It does.\n\n"
        f"Then `the article` and [the article]({article.ADDRESS})."
    )


def test_section_about_the_article_is_folded_and_the_rest_stays() -> None:
    assert article.folded(PAGE).endswith(
        '\n??? article "Where the article stands"\n\n    See [row 3](../ledger.md#claim-3).\n\n    - One.\n\n## More\n'
    )


@pytest.mark.parametrize("verdict", article.SIGNS)
def test_each_verdict_has_a_sign_and_stands_in_the_overview(verdict) -> None:
    ledger = (
        f"# Ledger\n\nIntroduction.\n\n## A\n\n### 1. A claim {{ #claim-1 }}\n\nIt says.\n\nVerdict: **{verdict}**\n"
    )
    text = article.verdicts(ledger)
    assert f"</span> {verdict}</strong> | [1](#claim-1) |" in text
    assert "Verdict: <strong class" in text and text.index("All verdicts") < text.index("## A\n")

"""What stands in quotation marks as the article's words is the article's, word for word."""

from rules import quotations
from support.check import check
from wouldblock.project import ROOT

DOCS = ROOT / "docs"
ROW = "### 1. A claim {{ #claim-1 }}\n\nThe article says: that {said}.\n\nVerdict: **true**\n"


def test_each_quotation_was_found_in_the_article() -> None:
    check(quotations.without_fingerprint(DOCS))


def test_no_fingerprint_is_left_of_a_phrase_that_is_quoted_no_more() -> None:
    assert not quotations.unused(DOCS), f"{quotations.FINGERPRINTS.name}: record it again, as quotations.py says"


def test_row_and_page_with_other_words_are_told(tmp_path) -> None:
    (tmp_path / "ledger.md").write_text(ROW.format(said='"the socket is a fish"'), "utf-8")
    page = 'Elsewhere "anything".\n\n## Where the article stands\n\nIt says "Threads are *heavier*" and `b"x"`.\n\n## More "more"\n'
    (tmp_path / "page.md").write_text(page, "utf-8")
    told = "\n".join(quotations.without_fingerprint(tmp_path))
    assert "'the socket is a fish'" in told and "'Threads are *heavier*'" in told
    assert "anything" not in told and "more" not in told and told.count("is no quotation") == 2


def test_words_count_and_not_their_dress(tmp_path) -> None:
    page = ROW.format(said='"Threads … **lighter** than \u2019processes\u2019"')
    (tmp_path / "ledger.md").write_text(page, "utf-8")
    phrases = [quotations.normalized(phrase) for _, phrase in quotations.quoted(tmp_path)]
    assert phrases == ["threads", "lighter than 'processes'"]

"""A question that a page asks first has exactly one right option, and its answer in a fold of its own."""

import pytest

from wouldblock.pages import predict

QUESTION = """\
# What does it get?

??? question "Predict: what does the client get?"

    The server has *gone*.

    - [ ] An exception,
      at once.
    - [x] `b''`

    Why: closing is an end,
    and no error.

After.
"""


def problem(text: str) -> str:
    warnings: list[str] = []
    predict.rendered(text, predict.fold, lambda sentence: warnings.append(sentence) or sentence)
    return "\n".join(warnings)


def test_question_becomes_a_fold_with_its_answer_in_another() -> None:
    assert predict.rendered(QUESTION, predict.fold, str) == (
        "# What does it get?\n\n"
        '??? question wb-predict wb-right-2 "Predict: what does the client get?"\n\n'
        "    The server has *gone*.\n\n"
        "    - An exception,\n      at once.\n    - `b''`\n\n"
        '    ??? success "Answer"\n\n'
        "        **`b''`.** Closing is an end, and no error.\n\n"
        "After.\n"
    )


def test_plain_page_has_the_answer_after_the_options() -> None:
    text = predict.rendered(QUESTION, predict.plain, str)
    assert "**Predict: what does the client get?**\n\nThe server has *gone*.\n\n- An exception," in text
    assert "- `b''`\n\nAnswer: `b''`. Closing is an end, and no error.\n\nAfter." in text
    assert "[x]" not in text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("- [x]", "- [ ]", "has 0 right options out of 2"),
        ("- [ ]", "- [x]", "has 2 right options out of 2"),
        ("    - [ ] An exception,\n      at once.\n", "", "has 1 right options out of 1"),
        ("Why: ", "Since ", "say why in a paragraph 'Why: …'"),
        ("- [ ] An", "- An", "has 1 right options out of 1"),
    ],
)
def test_question_without_exactly_one_right_option_and_a_reason_is_told(old, new, says) -> None:
    assert says in problem(QUESTION.replace(old, new))
    assert "'Predict: what does the client get?'" in problem(QUESTION.replace(old, new))


def test_right_question_and_other_folds_are_not_complained_about() -> None:
    assert problem(QUESTION) == ""
    assert problem('??? question "Is this a question of another kind?"\n\n    Yes.\n') == ""

"""Who looks up an error reads its cause and its cure first."""

from wouldblock.pages import entries

ERRORS = """\
## Would block

### BlockingIOError { #errno-11 }

| | |
|---|---|
| Linux | 11 |

Cause: nothing is there.

Cure: wait.

### Another { #other }

Cause: it has no table.

## More
"""


def test_table_of_an_entry_stands_below_its_text() -> None:
    text = entries.cure_first(ERRORS)
    assert (
        "### BlockingIOError { #errno-11 }\n\n**Cause:** nothing is there.\n\n**Cure:** wait.\n\n| | |\n|---|---|\n| Linux | 11 |\n"
        in text
    )
    assert (
        text.index("| Linux")
        < text.index("### Another")
        < text.index("**Cause:** it has no table")
        < text.index("## More")
    )

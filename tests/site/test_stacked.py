"""A wide table of words tells a narrow screen which column each of its cells is in; others are left as they are."""

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from wouldblock.pages.directives import Directives

WORDS = "nobody, while threads can be had"


def table(columns: int, cell: str) -> BeautifulSoup:
    rows = [[f"column `{number}`" for number in range(columns)], ["---"] * columns, [cell] * columns]
    text = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return BeautifulSoup(Markdown(extensions=["tables", Directives()]).convert(text), "lxml").table


def test_cells_of_a_wide_table_of_words_name_their_column() -> None:
    drawn = table(6, WORDS)
    assert drawn.has_attr("data-stacked")
    assert [cell.get("data-column") for cell in drawn("td")] == [None, *(f"column {number}" for number in range(1, 6))]


@pytest.mark.parametrize(("columns", "cell"), [(4, WORDS), (6, "1,200*"), (10, WORDS)])
def test_narrow_tables_numbers_and_matrices_stay_tables(columns, cell) -> None:
    assert not table(columns, cell).has_attr("data-stacked")
    assert not table(columns, cell).select("[data-column]")

"""Names the column in each cell of a wide table of words, so that a narrow screen can show each row as a list of its own."""

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

FEWEST_COLUMNS = 5  # a table with fewer fits a narrow screen
MATRIX = 8  # one with so many is compared by columns, and scrolls
LONG = 15  # letters in a cell of words; numbers are shorter, and fit


class Stacked(Treeprocessor):
    """Marks the tables that a narrow screen shows as lists, by the attributes that the stylesheet reads."""

    def run(self, root: Element) -> None:
        """Give the cells of each such table the name of their column."""
        for table in root.iter("table"):
            names = [text(cell) for cell in table.iter("th")]
            cells = [list(row.iter("td")) for row in table.iter("tr")]
            if FEWEST_COLUMNS <= len(names) < MATRIX and any(len(text(cell)) > LONG for row in cells for cell in row):
                table.set("data-stacked", "")
                for row in cells:
                    for name, cell in zip(names[1:], row[1:], strict=False):
                        cell.set("data-column", name)


def text(cell: Element) -> str:
    """The words of a cell, one space between them."""
    return " ".join("".join(cell.itertext()).split())

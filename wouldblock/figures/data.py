"""Read the figures that `nox -s measure` has recorded, and compare them round by round."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wouldblock.figures import schema
from wouldblock.figures.names import FREE_PROCESSORS, Row
from wouldblock.project import ROOT

DATA = ROOT / "docs" / "measured" / "data"
SHOWN = "linux-x86_64-2-processors"  # the machine whose figures the pages state
FREE = 0.75  # of the processors have to be had, for work to run at the same time
WITH_GIL, WITHOUT_GIL = "with a GIL", "without a GIL"


@dataclass(frozen=True)
class Spread:
    """The median of some values, the lowest and the highest, and how many there are."""

    median: float
    lowest: float
    highest: float
    rounds: int

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        """The spread of at least one value."""
        return cls(statistics.median(values), min(values), max(values), len(values))


class Figures:
    """The figures of one measurement on one machine; `table` is what their file holds, in the form of the schema."""

    def __init__(self, table: dict):
        self.table = table
        self.rows = {(row["quantity"], row["subject"], row["at"]): row for row in table["rows"]}

    @classmethod
    def read(cls, name: str, folder: Path | None = None) -> "Figures":
        """Those of a measurement on the machine of the pages, or of another one's folder.

        Raises FileNotFoundError where this has not been measured, and ProjectError for a file that is not of the form.
        """
        file = (folder or DATA / SHOWN) / f"{name}.json"
        return _read(file, file.stat().st_mtime_ns)

    def pythons(self, gil: str = "a GIL") -> list[str]:
        """The Pythons that were measured, in order: all of them, those WITH_GIL or those WITHOUT_GIL."""
        return sorted(name for name, build in self.table["versions"].items() if build.endswith(gil))

    def row(self, row: Row) -> dict:
        """The row as its file has it, or one without values."""
        blank = {"values": [], "reason": "it was not measured", "unit": ""}
        return self.rows.get(row.key, blank)

    def values(self, row: Row) -> list[float]:
        """What the rounds gave, without those that gave none."""
        return [value for value in self.row(row)["values"] if value is not None]

    def ratios(self, above: Row, below: Row) -> list[float]:
        """The values of one row divided by those of another, round by round."""
        pairs = zip(self.row(above)["values"], self.row(below)["values"], strict=False)
        return [value / base for value, base in pairs if value is not None and base]

    def only_free(self, python: str) -> "Figures":
        """The same of the rounds in which the processors were free while a Python was measured: without, nothing is parallel."""
        enough = FREE * self.table["machine"]["processors"]
        free = [value is not None and value > enough for value in self.row(Row(FREE_PROCESSORS, python))["values"]]
        rows = [row | {"values": _chosen(row["values"], free)} for row in self.table["rows"]]
        return Figures(self.table | {"rows": rows})


def _chosen(values: Iterable[float | None], wanted: list[bool]) -> list[float | None]:
    return [value for value, is_wanted in zip(values, wanted, strict=False) if is_wanted]


@lru_cache(maxsize=50)
def _read(file: Path, _changed: int) -> Figures:
    return Figures(schema.load(file))


def machines() -> list[Path]:
    """The folders with the figures of each machine, that of the pages first."""
    return sorted((path for path in DATA.iterdir() if path.is_dir()), key=lambda path: (path.name != SHOWN, path.name))


def rounded(value: float) -> str:
    """A number with two digits that mean something, as prose writes it."""
    if value >= 10:
        digits = max(len(str(int(value))) - 2, 0)
        return f"{round(value, -digits):,.0f}"
    return f"{value:.1f}" if value >= 0.995 else f"{value:.2g}"


def write(table: dict, folder: Path) -> Path:
    """Write the figures of a measurement with one row a line, so that a difference can be read."""
    rows = ",\n  ".join(json.dumps(row) for row in table["rows"])
    head = json.dumps({key: value for key, value in table.items() if key != "rows"}, indent=1)
    path = folder / f"{table['measurement']}.json"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(head.removesuffix("\n}") + f',\n "rows": [\n  {rows}\n ]\n}}\n', "utf-8")
    return path

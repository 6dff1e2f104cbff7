"""Read the figures that `nox -s measure` has recorded, and compare them round by round."""

import json
import statistics
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wouldblock.project import ROOT

DATA = ROOT / "docs" / "measured" / "data"
SHOWN = "linux-x86_64-2-processors"  # the machine whose figures the pages state


@dataclass(frozen=True)
class Spread:
    """The median of some values, the lowest and the highest, and how many there are."""

    median: float
    lowest: float
    highest: float
    rounds: int

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values), len(values))


class Record:
    """The figures of one measurement on one machine; `Record.read(name)`, or Record(record) of a dictionary."""

    def __init__(self, record: dict):
        self.all = record
        self.rows = {(row["quantity"], row["subject"], row["at"]): row for row in record["rows"]}

    @classmethod
    def read(cls, name: str, folder: Path | None = None) -> "Record":
        """Raises FileNotFoundError where this has not been measured."""
        path = (folder or DATA / SHOWN) / f"{name}.json"
        return _read(path, path.stat().st_mtime_ns)

    @property
    def pythons(self) -> list[str]:
        """The Pythons that were measured, in order; their versions stand beside the tool's."""
        return sorted(name for name, build in self.all["versions"].items() if build.endswith("a GIL"))

    def pythons_with(self, gil: bool) -> list[str]:
        wanted = "with a GIL" if gil else "without a GIL"
        return [name for name in self.pythons if self.all["versions"][name] == wanted]

    def row(self, quantity: str, subject: str, at: float | None) -> dict:
        """The row, or an empty one."""
        blank = {"values": [], "reason": "it was not measured", "unit": ""}
        return self.rows.get((quantity, subject, at), blank)

    def rounds_with_free_processors(self, python: str) -> list[bool]:
        """Of each round, whether three quarters of the processors were to be had while a Python was measured."""
        enough = 0.75 * self.all["machine"]["processors"]
        return [
            value is not None and value > enough for value in self.row("processors to be had", python, None)["values"]
        ]

    def values(self, quantity: str, subject: str, at: float | None = None) -> list[float]:
        """What the rounds gave, without those that gave none."""
        return [value for value in self.row(quantity, subject, at)["values"] if value is not None]

    def ratios(self, above: tuple, below: tuple) -> list[float]:
        """The values of one row divided by those of another, round by round."""
        pairs = zip(self.row(*above)["values"], self.row(*below)["values"], strict=False)
        return [one / other for one, other in pairs if one is not None and other]


@lru_cache(maxsize=50)
def _read(path: Path, _changed: int) -> Record:
    return Record(json.loads(path.read_text("utf-8")))


def machines() -> list[Path]:
    """The folders with the figures of each machine, that of the pages first."""
    return sorted((path for path in DATA.iterdir() if path.is_dir()), key=lambda path: (path.name != SHOWN, path.name))


def rounded(value: float) -> str:
    """A number with two digits that mean something, as prose writes it."""
    if value >= 10:
        digits = max(len(str(int(value))) - 2, 0)
        return f"{round(value, -digits):,.0f}"
    return f"{value:.1f}" if value >= 0.995 else f"{value:.2g}"


def write(record: dict, folder: Path) -> Path:
    """Write a record with one row a line, so that a difference can be read."""
    rows = ",\n  ".join(json.dumps(row) for row in record["rows"])
    head = json.dumps({key: value for key, value in record.items() if key != "rows"}, indent=1)
    path = folder / f"{record['measurement']}.json"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(head.removesuffix("\n}") + f',\n "rows": [\n  {rows}\n ]\n}}\n', "utf-8")
    return path

"""What a relation is: a sentence about the figures, and the ratios that have to lie between two bounds for it to hold."""

import statistics
from dataclasses import dataclass
from itertools import chain

from wouldblock.figures.data import WITH_GIL, WITHOUT_GIL, Figures
from wouldblock.figures.names import Row


@dataclass(frozen=True)
class Ratio:
    """The values of one row, divided by those of another one round by round, or by a number.

    A row whose subject is WITH_GIL or WITHOUT_GIL stands for those of each such Python. `where_free` leaves out the
    rounds in which something else had the processors.
    """

    above: Row
    below: Row | float = 1
    where_free: bool = False

    def groups(self, figures: Figures) -> list[list[float]]:
        """The ratios of the rounds; of each Python in a list of its own."""
        if self.above.subject not in (WITH_GIL, WITHOUT_GIL):
            return [self._values(figures)]
        return [self._of(python)._values(figures) for python in figures.pythons(self.above.subject)]

    def _of(self, python: str) -> "Ratio":
        below = self.below._replace(subject=python) if isinstance(self.below, Row) else self.below
        return Ratio(self.above._replace(subject=python), below, self.where_free)

    def _values(self, figures: Figures) -> list[float]:
        if self.where_free:
            figures = figures.only_free(self.above.subject)
        if isinstance(self.below, Row):
            return figures.ratios(self.above, self.below)
        return [value / self.below for value in figures.values(self.above)]


@dataclass(frozen=True)
class Relation:
    """A sentence, the measurement behind it, and what it says in numbers: ratios, and bounds that their medians have to keep.

    There is a ratio for each thing that the sentence speaks of: each server, each size. So what is said of all has to
    hold of each.
    """

    says: str
    measurement: str
    ratios: list[Ratio]
    above: float = 0
    below: float = float("inf")

    def groups(self, figures: Figures) -> list[list[float]]:
        """The ratios of all rounds, in a list for each thing that the sentence speaks of."""
        return [values for ratio in self.ratios for values in ratio.groups(figures)]

    def holds(self, figures: Figures) -> bool | None:
        """Whether it held, by the median of each group; None where the figures have not what it needs."""
        medians = [statistics.median(values) for values in self.groups(figures) if values]
        return all(self.above < median < self.below for median in medians) if medians else None

    def values(self, figures: Figures) -> list[float]:
        """The ratios of all groups."""
        return list(chain(*self.groups(figures)))

    def rounds_that_held(self, figures: Figures) -> int:
        """In how many rounds it held, each group counted by itself."""
        return sum(self.above < value < self.below for value in self.values(figures))

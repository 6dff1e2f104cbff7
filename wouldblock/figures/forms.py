"""Numbers in pages: `{{ name.part }}` is replaced, when the site is built, by what the recorded figures say.

`{{ gil.machine }}`, `{{ gil.date }}` and `{{ gil.rounds }}` tell about the measurement `gil`; `{{ relation.name }}` is a
relation's sentence, and `{{ spread.name }}` how large it was, with its lowest and highest round; `{{ table.name }}` is one
of TABLES. All others are a row of ROWS, or have a function of their own in TEXTS.
"""

import re
from collections.abc import Callable
from html import escape
from itertools import chain

from wouldblock.figures.about import ABOUT, spread
from wouldblock.figures.data import WITH_GIL, Figures
from wouldblock.figures.names import (
    KEPT,
    MEASUREMENTS,
    MEMORY_OF_EACH,
    OF_KERNEL,
    PROCESSORS_OF_GENERATOR,
    REQUEST_BESIDE_THREADS,
    REQUEST_BY_INTERVAL,
    TIME,
    Row,
)
from wouldblock.figures.relations import RELATIONS
from wouldblock.figures.tables import TABLES
from wouldblock.project import ProjectError, close_to

FORM = re.compile(r"\{\{ (\w+)\.(\w+) \}\}")
MANY, KERNEL_MANY = 10_000, 3000


def replaced(text: str, problem: Callable[[str], str], as_html: bool = False) -> str:
    """A text in Markdown, or in HTML, with each form replaced; one without meaning by what `problem` makes of a sentence."""

    def value(match: re.Match) -> str:
        try:
            words = text_of(match[1], match[2])
            return re.sub(r"`(.+?)`", r"<code>\1</code>", escape(words, quote=False)) if as_html else words
        except ProjectError as error:
            return problem(f"'{match[0]}': {error}")

    return FORM.sub(value, text)


def text_of(name: str, part: str) -> str:
    """The text for one form; raises ProjectError with the names that are close to an unknown one."""
    if name in ("relation", "spread"):
        if part not in RELATIONS:
            raise ProjectError(f"there is no relation {part!r}{close_to(part, RELATIONS)}")
        relation = RELATIONS[part]
        return relation.says if name == "relation" else spread(relation.values(Figures.read(relation.measurement)))
    if name == "table" and part in TABLES:
        return TABLES[part]()
    if name in MEASUREMENTS and part in ABOUT:
        return ABOUT[part](Figures.read(name))
    if (name, part) in ROWS:
        row = ROWS[name, part]
        return spread(Figures.read(name).values(row), f" {row.quantity.unit}")
    if (name, part) in TEXTS:
        return TEXTS[name, part](Figures.read(name))
    known = [".".join(form) for form in [*ROWS, *TEXTS]]
    raise ProjectError(f"there is no figure {name}.{part}{close_to(f'{name}.{part}', known)}")


def processors(figures: Figures) -> str:
    """How many processors could be used."""
    return f"{figures.table['machine']['processors']} processors"


def generator_busy(figures: Figures) -> str:
    """How much of its processor the generator used, over all trials on kept connections with ten and more of them."""
    shares = [
        value
        for (quantity, _, at), row in figures.rows.items()
        if quantity == PROCESSORS_OF_GENERATOR.by(KEPT).name and at >= 10
        for value in row["values"]
        if value is not None
    ]
    return spread([share * 100 for share in shares], " %")


def beside_no_thread(figures: Figures) -> str:
    """The time of a small request beside no thread that computes, on all Pythons with a GIL."""
    return _request_with_gil(figures, 0)


def beside_one_thread(figures: Figures) -> str:
    """The time of a small request beside one thread that computes, on all Pythons with a GIL."""
    return _request_with_gil(figures, 1)


def _request_with_gil(figures: Figures, busy: int) -> str:
    rows = [Row(REQUEST_BESIDE_THREADS, python, busy) for python in figures.pythons(WITH_GIL)]
    return spread(list(chain(*map(figures.values, rows))), " ms")


def usual_interval(figures: Figures) -> str:
    """Python's own switch interval, the longest that was tried."""
    return f"{max(at for quantity, _, at in figures.rows if quantity == REQUEST_BY_INTERVAL.name):g} ms"


ROWS = {
    ("ten_thousand", "thread"): Row(MEMORY_OF_EACH, "threads", MANY),
    ("ten_thousand", "process"): Row(MEMORY_OF_EACH, "processes", MANY),
    ("ten_thousand", "coroutine"): Row(MEMORY_OF_EACH, "coroutines", MANY),
    ("ten_thousand", "connection"): Row(MEMORY_OF_EACH, "connections", MANY),
    ("kernel", "thread"): Row(OF_KERNEL, "threads", KERNEL_MANY),
    ("kernel", "process"): Row(OF_KERNEL, "processes", KERNEL_MANY),
    ("kernel", "connection"): Row(OF_KERNEL, "connections", KERNEL_MANY),
    ("ten_thousand", "threads_time"): Row(TIME, "threads", MANY),
    ("ten_thousand", "processes_time"): Row(TIME, "processes", MANY),
    ("ten_thousand", "coroutines_time"): Row(TIME, "coroutines", MANY),
    ("ten_thousand", "connections_time"): Row(TIME, "connections", MANY),
}
TEXTS: dict[tuple[str, str], Callable[[Figures], str]] = {
    ("requests", "processors"): processors,
    ("requests", "generator_busy"): generator_busy,
    ("gil", "beside_none"): beside_no_thread,
    ("gil", "beside_one"): beside_one_thread,
    ("gil", "interval"): usual_interval,
}

"""Numbers in pages: `{{ name.part }}` is replaced, when the site is built, by what the recorded figures say.

`{{ gil.machine }}`, `{{ gil.date }}` and `{{ gil.rounds }}` tell about the measurement `gil`; `{{ relation.name }}` is a
relation's sentence, and `{{ spread.name }}` how large it was, with its lowest and highest round. All others have a
function of their own in FIGURES.
"""

import re
from collections.abc import Callable
from html import escape
from itertools import chain

from wouldblock.figures import data
from wouldblock.figures.data import Record, Spread, rounded
from wouldblock.figures.relations import NAMES, RELATIONS, Relation
from wouldblock.project import ProjectError, close_to

FORM = re.compile(r"\{\{ (\w+)\.(\w+) \}\}")
MEASUREMENTS = ["buffers", "readiness", "gil", "requests", "slow_client", "idle", "ten_thousand", "kernel"]  # in turn


def replaced(text: str, problem: Callable[[str], str], as_html: bool = False) -> str:
    """A text in Markdown, or in HTML, with each form replaced; one without meaning by what `problem` makes of a sentence."""

    def value(match: re.Match) -> str:
        try:
            found = figure(match[1], match[2])
            return re.sub(r"`(.+?)`", r"<code>\1</code>", escape(found, quote=False)) if as_html else found
        except ProjectError as error:
            return problem(f"'{match[0]}': {error}")

    return FORM.sub(value, text)


def figure(name: str, part: str) -> str:
    """The text of one form; raises ProjectError with the names that are close to an unknown one."""
    if name in ("relation", "spread"):
        if part not in RELATIONS:
            raise ProjectError(f"there is no relation {part!r}{close_to(part, RELATIONS)}")
        relation = RELATIONS[part]
        return relation.says if name == "relation" else spread(relation.values(Record.read(relation.measurement)))
    if name == "table" and part in TABLES:
        return TABLES[part]()
    if name in MEASUREMENTS and part in ABOUT:
        return ABOUT[part](Record.read(name))
    if (name, part) in FIGURES:
        return FIGURES[name, part](Record.read(name))
    known = [f"{one}.{other}" for one, other in FIGURES]
    raise ProjectError(f"there is no figure {name}.{part}{close_to(f'{name}.{part}', known)}")


def spread(values: list[float], unit: str = "") -> str:
    """The median, and in brackets the range; such as '4.2 (3.9 to 4.4)'."""
    if not values:
        return "(not measured here)"
    found = Spread.of(values)
    ends = (
        ""
        if rounded(found.lowest) == rounded(found.highest)
        else f" ({rounded(found.lowest)} to {rounded(found.highest)})"
    )
    return f"{rounded(found.median)}{unit}{ends}"


def machine(record: Record) -> str:
    about, pythons = record.all["machine"], record.pythons or [record.all["versions"]["python"]]
    return f"{about['system']} {about['kernel']}, {about['processors']} processors ({about['processor']}), {', '.join(pythons)}"


def rounds(record: Record) -> str:
    return str(max(len(row["values"]) for row in record.all["rows"]))


def load(record: Record) -> str:
    about = record.all["machine"]
    return f"{about['load_before']} before and {about['load_after']} after"


def left_out(record: Record) -> str:
    """What was not measured, each reason once, after what it holds of."""
    reasons: dict[str, dict[str, list[str]]] = {}
    for row in record.all["rows"]:
        if not row["values"]:
            places = reasons.setdefault(row["reason"], {}).setdefault(row["subject"], [])
            if row["at"] is not None and f"{row['at']:,}" not in places:
                places.append(f"{row['at']:,}")
    told = []
    for reason, subjects in reasons.items():
        where = [f"{one} at {' and '.join(places)}" if places else one for one, places in subjects.items()]
        told.append(f"{', '.join(where)}: {reason}")
    return "; ".join(told) or "nothing"


def generator_busy(record: Record) -> str:
    """How much of its processor the generator used, over all trials on kept connections with ten and more of them."""
    shares = [
        value
        for (quantity, _, at), row in record.rows.items()
        if quantity == "processors of the generator, kept" and at >= 10
        for value in row["values"]
        if value is not None
    ]
    return spread([share * 100 for share in shares], " %")


def size_in_words(quantity: str, subject: str, at: float | None, unit: str) -> Callable[[Record], str]:
    return lambda record: spread(record.values(quantity, subject, at), unit)


def noise(record: Record) -> str:
    """How far the same measurement was from its own median, in rounds: the middle one of all rows, in percent."""
    wide = [
        (found.highest - found.lowest) / found.median * 100
        for row in record.all["rows"]
        if row["unit"] in ("1/s", "us", "ms", "s", "ratio", "KiB", "bytes")
        and len(values := [value for value in row["values"] if value is not None]) > 1
        and (found := Spread.of(values)).median > 0
    ]
    return f"{rounded(Spread.of(wide).median)} %" if wide else "(one round only)"


def request_with_gil(busy: int) -> Callable[[Record], str]:
    """The time of a small request beside so many threads that compute, on all Pythons with a GIL."""

    def time(record: Record) -> str:
        each = [record.values("request beside busy threads", python, busy) for python in record.pythons_with(True)]
        return spread(list(chain(*each)), " ms")

    return time


def usual_interval(record: Record) -> str:
    """Python's own switch interval, the longest that was tried."""
    return f"{max(at for quantity, _, at in record.rows if quantity == 'request, by switch interval in ms'):g} ms"


ABOUT: dict[str, Callable[[Record], str]] = {
    "machine": machine,
    "date": lambda record: record.all["date"],
    "rounds": rounds,
    "load": load,
    "noise": noise,
    "seconds": lambda record: f"{record.all['seconds']:.0f} seconds",
    "left_out": left_out,
}
FIGURES: dict[tuple[str, str], Callable[[Record], str]] = {
    ("requests", "processors"): lambda record: f"{record.all['machine']['processors']} processors",
    ("requests", "generator_busy"): generator_busy,
    ("gil", "beside_none"): request_with_gil(0),
    ("gil", "beside_one"): request_with_gil(1),
    ("gil", "interval"): usual_interval,
    ("ten_thousand", "thread"): size_in_words("memory of each", "threads", 10_000, " KiB"),
    ("ten_thousand", "process"): size_in_words("memory of each", "processes", 10_000, " KiB"),
    ("ten_thousand", "coroutine"): size_in_words("memory of each", "coroutines", 10_000, " KiB"),
    ("ten_thousand", "connection"): size_in_words("memory of each", "connections", 10_000, " KiB"),
    ("kernel", "thread"): size_in_words("kernel memory of each", "threads", 3000, " KiB"),
    ("kernel", "process"): size_in_words("kernel memory of each", "processes", 3000, " KiB"),
    ("kernel", "connection"): size_in_words("kernel memory of each", "connections", 3000, " KiB"),
    ("ten_thousand", "threads_time"): size_in_words("time", "threads", 10_000, " s"),
    ("ten_thousand", "processes_time"): size_in_words("time", "processes", 10_000, " s"),
    ("ten_thousand", "coroutines_time"): size_in_words("time", "coroutines", 10_000, " s"),
    ("ten_thousand", "connections_time"): size_in_words("time", "connections", 10_000, " s"),
}


def table_of_relations() -> str:
    """Every relation that a page states, with its ratio on each machine."""
    folders = data.machines()
    lines = [
        f"| What we say | has to be | {' | '.join(folder.name for folder in folders)} |",
        "|---" * (len(folders) + 2) + "|",
    ]
    for relation in RELATIONS.values():
        cells = []
        for folder in folders:
            try:
                record = Record.read(relation.measurement, folder)
            except FileNotFoundError:
                cells.append("not measured")
                continue
            values, held = relation.values(record), relation.rounds_that_held(record)
            told = "" if relation.holds(record) is not False else "not here: "
            cells.append(f"{told}{spread(values)}, {held} of {len(values)}" if values else "not measured")
        lines.append(f"| {relation.says} | {bounds(relation)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def bounds(relation: Relation) -> str:
    """Between what the median has to lie."""
    if relation.below == float("inf"):
        return f"above {relation.above:g}"
    return f"{relation.above:g} to {relation.below:g}" if relation.above > 0 else f"below {relation.below:g}"


def table_of_noise() -> str:
    lines = [
        "| measurement | when | rounds | spread of the same again | load of the machine |",
        "|---|---|---|---|---|",
    ]
    for name in MEASUREMENTS:
        record = Record.read(name)
        told = [part(record) for part in (ABOUT["date"], rounds, noise, load)]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(told)} |")
    return "\n".join(lines)


def table_of_generator() -> str:
    """How busy the server and the generator were, in processors."""
    record = Record.read("requests")
    ways, sides = ("kept", "one a request"), ("server", "generator")
    heads = [f"{side}, {way}" for way in ways for side in sides]
    lines = [f"| processors busy | {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for name in NAMES:
        cells = [spread(record.values(f"processors of the {side}, {way}", name, 10)) for way in ways for side in sides]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


TABLES = {"relations": table_of_relations, "noise": table_of_noise, "generator": table_of_generator}

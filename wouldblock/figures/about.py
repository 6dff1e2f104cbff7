"""What every measurement tells about itself: on which machine, when, how often, and how much its values spread."""

from collections.abc import Callable

from wouldblock.figures.data import Figures, Spread, rounded
from wouldblock.figures.programs import changed

COMPARED = ("1/s", "us", "ms", "s", "ratio", "KiB", "bytes")  # units of which the spread is told


def spread(values: list[float], unit: str = "") -> str:
    """The median, and in brackets the range; such as '4.2 (3.9 to 4.4)'."""
    if not values:
        return "(not measured here)"
    summary = Spread.of(values)
    lowest, highest = rounded(summary.lowest), rounded(summary.highest)
    ends = "" if lowest == highest else f" ({lowest} to {highest})"
    return f"{rounded(summary.median)}{unit}{ends}"


def machine(figures: Figures) -> str:
    """The system, the processors and the Pythons."""
    about, pythons = figures.table["machine"], figures.pythons() or [figures.table["versions"]["python"]]
    return f"{about['system']} {about['kernel']}, {about['processors']} processors ({about['processor']}), {', '.join(pythons)}"


def date(figures: Figures) -> str:
    """The day on which it was measured."""
    return figures.table["date"]


def rounds(figures: Figures) -> str:
    """How often everything was measured."""
    return str(max(len(row["values"]) for row in figures.table["rows"]))


def load(figures: Figures) -> str:
    """How many processes wanted a processor."""
    about = figures.table["machine"]
    return f"{about['load_before']} before and {about['load_after']} after"


def noise(figures: Figures) -> str:
    """How far the same measurement was from its own median, in rounds: the middle one of all rows, in percent."""
    widths = []
    for row in figures.table["rows"]:
        values = [value for value in row["values"] if value is not None]
        if row["unit"] in COMPARED and len(values) > 1:
            summary = Spread.of(values)
            if summary.median > 0:
                widths.append((summary.highest - summary.lowest) / summary.median * 100)
    return f"{rounded(Spread.of(widths).median)} %" if widths else "(one round only)"


def seconds(figures: Figures) -> str:
    """How long it took."""
    return f"{figures.table['seconds']:.0f} seconds"


def since(figures: Figures) -> str:
    """Whether the measured programs of the site are still the same, as a sentence."""
    if not (programs := figures.table.get("programs")):
        return "The record does not say whether the programs have changed since."
    if not (others := changed(figures)):
        return "The programs have not changed since."
    names = [f"`{name.rpartition('/')[0]}`" for name in others]
    have = "has" if len(names) == 1 else "have"
    return f"Since then, {len(names)} of the {len(programs)} programs {have} changed: {', '.join(names)}."


def programs_changed(figures: Figures) -> str:
    """How many of the measured programs of the site have changed, in a few words."""
    programs = figures.table.get("programs")
    return f"{len(changed(figures)) or 'none'} of {len(programs)}" if programs else "-"


def left_out(figures: Figures) -> str:
    """What was not measured, each reason once, after what it holds of."""
    reasons: dict[str, dict[str, list[str]]] = {}
    for row in figures.table["rows"]:
        if not row["values"]:
            places = reasons.setdefault(row["reason"], {}).setdefault(row["subject"], [])
            if row["at"] is not None and f"{row['at']:,}" not in places:
                places.append(f"{row['at']:,}")
    sentences = []
    for reason, subjects in reasons.items():
        where = [f"{subject} at {' and '.join(places)}" if places else subject for subject, places in subjects.items()]
        sentences.append(f"{', '.join(where)}: {reason}")
    return "; ".join(sentences) or "nothing"


ABOUT: dict[str, Callable[[Figures], str]] = {
    "machine": machine,
    "date": date,
    "rounds": rounds,
    "load": load,
    "noise": noise,
    "seconds": seconds,
    "since": since,
    "left_out": left_out,
}

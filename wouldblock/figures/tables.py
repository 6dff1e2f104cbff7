"""Tables in pages, `{{ table.name }}`: all relations, how much each measurement spread, how busy the generator was."""

from wouldblock.figures import data
from wouldblock.figures.about import date, load, noise, programs_changed, rounds, spread
from wouldblock.figures.data import Figures
from wouldblock.figures.names import (
    KEPT,
    MEASUREMENTS,
    ONE_A_REQUEST,
    PROCESSORS_OF_GENERATOR,
    PROCESSORS_OF_SERVER,
    SERVERS,
    Row,
)
from wouldblock.figures.relation import Relation
from wouldblock.figures.relations import RELATIONS


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
                figures = Figures.read(relation.measurement, folder)
            except FileNotFoundError:
                cells.append("not measured")
                continue
            values, held = relation.values(figures), relation.rounds_that_held(figures)
            verdict = "" if relation.holds(figures) is not False else "not here: "
            cells.append(f"{verdict}{spread(values)}, {held} of {len(values)}" if values else "not measured")
        lines.append(f"| {relation.says} | {bounds(relation)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def bounds(relation: Relation) -> str:
    """Between what the median has to lie."""
    if relation.below == float("inf"):
        return f"above {relation.above:g}"
    return f"{relation.above:g} to {relation.below:g}" if relation.above > 0 else f"below {relation.below:g}"


def table_of_noise() -> str:
    """Of each measurement when it was, how often, how much the same again spread, what else went on, and what is new since."""
    lines = [
        "| measurement | when | rounds | spread of the same again | load of the machine | programs changed since |",
        "|---|---|---|---|---|---|",
    ]
    for name in MEASUREMENTS:
        figures = Figures.read(name)
        cells = [part(figures) for part in (date, rounds, noise, load, programs_changed)]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def table_of_generator() -> str:
    """How busy the server and the generator were, in processors, with ten connections."""
    figures = Figures.read("requests")
    sides = {"server": PROCESSORS_OF_SERVER, "generator": PROCESSORS_OF_GENERATOR}
    columns = [(side, way) for way in (KEPT, ONE_A_REQUEST) for side in sides]
    heads = [f"{side}, {way}" for side, way in columns]
    lines = [f"| processors busy | {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for server in SERVERS:
        cells = [spread(figures.values(Row(sides[side].by(way), server, 10))) for side, way in columns]
        lines.append(f"| {server} | {' | '.join(cells)} |")
    return "\n".join(lines)


TABLES = {"relations": table_of_relations, "noise": table_of_noise, "generator": table_of_generator}

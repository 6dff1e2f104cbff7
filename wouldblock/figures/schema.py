"""The form of a file of figures: the schema in figures.schema.json, and what a schema can't say."""

from pathlib import Path

from wouldblock import checked_json
from wouldblock.project import ProjectError, shown_path

SCHEMA = Path(__file__).parent / "figures.schema.json"


def load(file: Path) -> dict:
    """What a file of figures holds, to be left as it is.

    Raises FileNotFoundError where there is none, and ProjectError with everything that is wrong with it, a line each.
    """
    if not file.exists():
        raise FileNotFoundError(file)
    cure = f"measure again with: nox -s measure -- {file.stem}"
    table = checked_json.read(file, SCHEMA, cure)
    if problems := _problems(file, table):
        raise ProjectError("\n".join(f"{shown_path(file)}: {problem}; {cure}" for problem in problems))
    return table


def problems(file: Path) -> list[str]:
    """Everything that is wrong with the form of one file, as sentences; nothing if it is right."""
    try:
        load(file)
    except ProjectError as error:
        return str(error).splitlines()
    return []


def _problems(file: Path, table: dict) -> list[str]:
    name, rows = table["measurement"], table["rows"]
    problems = [] if name == file.stem else [f"the file of {name!r} has to be named {name}.json"]
    keys = [(row["quantity"], row["subject"], row["at"]) for row in rows]
    problems += [f"there are two rows {key}" for key in sorted(set(keys), key=str) if keys.count(key) > 1]
    lengths = {len(row["values"]) for row in rows if row["values"]}
    if len(lengths) > 1:
        problems.append(f"its rows have {' and '.join(map(str, sorted(lengths)))} values; there is one for each round")
    for key, row in zip(keys, rows, strict=True):
        if not row["reason"] and not any(value is not None for value in row["values"]):
            problems.append(f"the row {key} has neither a value nor a reason")
    return problems

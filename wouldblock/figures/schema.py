"""The form of a file of figures: the schema in form.json, and what a schema can't say."""

import json
from functools import cache
from pathlib import Path

import fastjsonschema

from wouldblock.project import shown_path

SCHEMA = Path(__file__).parent / "figures.schema.json"
AGAIN = "measure again with: nox -s measure --"


def problems(file: Path) -> list[str]:
    """Everything that is wrong with the form of one file, as sentences; nothing if it is right."""
    where = shown_path(file)
    try:
        record = json.loads(file.read_text("utf-8"))
        _validator()(record)
    except fastjsonschema.JsonSchemaValueException as error:
        return [f"{where}: {error.message}; {AGAIN} {file.stem}"]
    except ValueError as error:
        return [f"{where}: not valid JSON: {error}; {AGAIN} {file.stem}"]
    name, rows = record["measurement"], record["rows"]
    found = [] if name == file.stem else [f"the file of {name!r} has to be named {name}.json"]
    keys = [(row["quantity"], row["subject"], row["at"]) for row in rows]
    found += [f"there are two rows {key}" for key in sorted(set(keys), key=str) if keys.count(key) > 1]
    lengths = {len(row["values"]) for row in rows if row["values"]}
    if len(lengths) > 1:
        found.append(f"its rows have {' and '.join(map(str, sorted(lengths)))} values; there is one for each round")
    for key, row in zip(keys, rows, strict=True):
        if not row["reason"] and not any(value is not None for value in row["values"]):
            found.append(f"the row {key} has neither a value nor a reason")
    return [f"{where}: {problem}; {AGAIN} {name}" for problem in found]


@cache
def _validator():
    return fastjsonschema.compile(json.loads(SCHEMA.read_text("utf-8")))

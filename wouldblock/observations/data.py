"""What was observed of a product: one JSON file each in docs/observed/data/, in the form of docs/observed/schema.json.

An observation keeps apart what the next run should find again, its `facts`, and what varies, its `numbers`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from wouldblock import checked_json
from wouldblock.project import ROOT

DATA = ROOT / "docs" / "observed" / "data"
SCHEMA = ROOT / "docs" / "observed" / "schema.json"


def load(file: Path) -> dict:
    """Read an observation, to be left as it is; raises ProjectError where it is not there or not of the form."""
    return checked_json.read(file, SCHEMA, f"make it with: nox -s observe -- {file.stem}")


def save(observation: dict, file: Path) -> None:
    """Write an observation, and read it again, so that none is written that is not of the form."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(observation, indent=1, ensure_ascii=False) + "\n", "utf-8")
    load(file)


def differences(before: dict, after: dict) -> Iterator[str]:
    """Each fact that was another one before, in a sentence."""
    old, new = (dict(_flat(observation["facts"])) for observation in (before, after))
    for path in dict.fromkeys([*old, *new]):
        if old.get(path) != new.get(path):
            yield f"{path} was {_shown(old.get(path))}, and is now {_shown(new.get(path))}"


def _flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _flat(inner, f"{path}.{number}")
    else:
        yield path, value


def _shown(value: object) -> str:
    return "not there" if value is None else json.dumps(value, ensure_ascii=False)

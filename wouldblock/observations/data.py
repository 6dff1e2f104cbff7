"""What was observed of a system: one JSON file each in docs/observed/data/, in the form of docs/observed/schema.json.

A record keeps apart what the next run should find again, its `facts`, and what varies, its `numbers`.
"""

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import fastjsonschema

from wouldblock.project import ROOT, ProjectError, close_to, shown_path

DATA = ROOT / "docs" / "observed" / "data"
SCHEMA = ROOT / "docs" / "observed" / "schema.json"


@functools.cache
def _check() -> Callable[[dict], dict]:
    return fastjsonschema.compile(json.loads(SCHEMA.read_text("utf-8")), use_default=False)


def load(file: Path) -> dict:
    """Read a record, to be left as it is; raises ProjectError with a sentence where it is not there or not of the form."""
    if not file.is_file():
        known = [path.stem for path in file.parent.glob("*.json")]
        raise ProjectError(
            f"there is no record {shown_path(file)}{close_to(file.stem, known)}; make it with: nox -s observe -- {file.stem}"
        )
    return _read(file, file.stat().st_mtime_ns)


@functools.lru_cache(maxsize=50)
def _read(file: Path, _changed: int) -> dict:
    try:
        return _check()(json.loads(file.read_text("utf-8")))
    except (ValueError, fastjsonschema.JsonSchemaException) as error:
        said = str(error).removeprefix("data").strip(". ")
        raise ProjectError(f"{shown_path(file)}: {said}; mend it with: nox -s observe -- {file.stem}") from None


def save(record: dict, file: Path) -> None:
    """Write a record, and read it again, so that none is written that is not of the form."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    load(file)


def differences(before: dict, after: dict) -> Iterator[str]:
    """Each fact that was another one before, in a sentence."""
    old, new = (dict(_flat(record["facts"])) for record in (before, after))
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

"""Read a file of JSON that one of our commands has written, and check it against its schema before anything is made of it."""

import functools
import json
from collections.abc import Callable
from pathlib import Path

import fastjsonschema

from wouldblock.project import ProjectError, close_to, shown_path


def read(file: Path, schema: Path, cure: str) -> dict:
    """What a file holds, to be left as it is. Raises ProjectError for one that is not there, no JSON or not of the schema.

    `cure` is the end of that sentence, such as 'record it with: nox -s record -- blocking/timeouts'.
    """
    if not file.is_file():
        known = [path.stem for path in file.parent.glob("*.json")]
        raise ProjectError(f"there is no {shown_path(file)}{close_to(file.stem, known)}; {cure}")
    return _read(file, schema, cure, file.stat().st_mtime_ns)


@functools.lru_cache(maxsize=200)
def _read(file: Path, schema: Path, cure: str, _changed: int) -> dict:
    try:
        return _validator(schema)(json.loads(file.read_text("utf-8")))
    except fastjsonschema.JsonSchemaException as error:
        raise ProjectError(f"{shown_path(file)}: {str(error).removeprefix('data').strip('. ')}; {cure}") from None
    except ValueError as error:
        raise ProjectError(f"{shown_path(file)} is no JSON: {error}; {cure}") from None


@functools.cache
def _validator(schema: Path) -> Callable[[dict], dict]:
    return fastjsonschema.compile(json.loads(schema.read_text("utf-8")), use_default=False)

"""Read what is declared of a scenario, in the TOML file beside its programs."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from packaging.specifiers import SpecifierSet

from wouldblock.project import ProjectError, close_to, read_text, shown_path

SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
SIGNALS = {"SIGABRT": 6, "SIGKILL": 9, "SIGSEGV": 11, "SIGTERM": 15}  # Windows has not all of these names


class Wrong(Exception):
    """What is wrong in a declaration, without the name of its file."""


def read(file: Path, programs: list[str]) -> dict:
    """Read a declaration into the fields of a Scenario; raises ProjectError with file and key for what is wrong.

    Without a file all is as usual: the one program, or server.py and then the clients in alphabetical order.
    """
    try:
        table = tomllib.loads(read_text(file)) if file.exists() or file.is_symlink() else {}
        return fields_of(table, programs)
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{shown_path(file)}: not valid TOML, {error}; mend that line") from None
    except Wrong as error:
        raise ProjectError(f"{shown_path(file)}: {error}") from None


def fields_of(table: dict, programs: list[str]) -> dict:
    """The fields of a Scenario of these programs, from a declaration's keys and values; raises Wrong."""
    fields = {}
    for key, value in table.items():
        if key not in KEYS:
            raise Wrong(f"unknown key {key!r}{close_to(key, KEYS)}; allowed keys: {', '.join(KEYS)}")
        wanted, reader = KEYS[key]
        try:
            fields[FIELDS.get(key, key)] = reader(value, programs)
        except (ValueError, TypeError, AttributeError, re.error):
            raise Wrong(f"{key!r} is {value!r}, but has to be {wanted.format(', '.join(programs))}") from None
    fields.setdefault("start", usual_start(programs))
    if not fields["start"]:
        raise Wrong(f"'start' is missing; say in which order these start: {', '.join(programs)}")
    if ("systems" in fields or "python" in fields) and "why" not in fields:
        raise Wrong("'why' is missing; tell the reader in one sentence why it does not run everywhere")
    if ("varies" in fields) != ("numbers-vary" in fields.get("output", ())):
        raise Wrong("'varies' and output = 'numbers-vary' go together; add the one that is missing")
    return fields


def usual_start(programs: list[str]) -> tuple[tuple[str, ...], ...]:
    """The order in which programs start when none is declared; empty where their names do not tell."""
    if len(programs) == 1:
        return ((programs[0],),)
    clients = sorted(name for name in programs if name.startswith("client"))
    servers = [name for name in programs if name in ("server.py", "server.c")]
    if len(servers) != 1 or {*servers, *clients} != set(programs):
        return ()
    return tuple((name,) for name in [*servers, *clients])


def _require(correct: object) -> None:
    if not correct:
        raise ValueError


def _start(value: list, programs: list[str]) -> tuple[tuple[str, ...], ...]:
    _require(isinstance(value, list))
    groups = tuple(tuple(group) if isinstance(group, list) else (group,) for group in value)
    _require(all(groups) and {name for group in groups for name in group} == set(programs))
    return groups


def _systems(value: list, _: list[str]) -> tuple[str, ...]:
    _require(isinstance(value, list) and value and set(value) < set(SYSTEMS))
    return tuple(system for system in SYSTEMS if system in value)


def _python(value: str, _: list[str]) -> str:
    _require(value)
    return str(SpecifierSet(value))


def _text(value: str, _: list[str]) -> str:
    _require(isinstance(value, str) and value.strip())
    return value.strip().rstrip(".")


def _output(value: str | list, _: list[str]) -> tuple[str, ...]:
    _require(value in ("exact", "any-order", "numbers-vary", ["any-order", "numbers-vary"]))
    return (value,) if isinstance(value, str) else tuple(value)


def _varies(value: list, _: list[str]) -> tuple[str, ...]:
    _require(isinstance(value, list) and value and not any(re.search(pattern, "") for pattern in value))
    return tuple(value)


def _exit(value: int | str | dict, programs: list[str]) -> dict[str, int]:
    statuses = value if isinstance(value, dict) else dict.fromkeys(programs, value)
    _require(statuses and set(statuses) <= set(programs))
    return {name: _exit_status(status) for name, status in statuses.items()}


def _exit_status(status: int | str) -> int:
    """An exit status as `subprocess` reports it: negative for a signal."""
    if not isinstance(status, str):
        _require(type(status) is int and 0 <= status <= 255)
        return status
    _require(status in SIGNALS)
    return -SIGNALS[status]


@dataclass(frozen=True)
class Variation:
    """What the declaration says about the recorded timeline: what may differ from run to run, and what is shown beside.

    `may_wait`: (program, text on the line) of calls that may find at once what they usually wait for.
    `any_order`: lanes whose calls on different connections may come in another order.
    `alike`: beginnings of the names of lanes that may change places.  `buffers`: whether to sample the bytes under way.
    `own_pace`: whether the programs run at their own pace, as it is what the picture is about.
    """

    may_wait: tuple[tuple[str, str], ...] = ()
    any_order: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    buffers: bool = False
    own_pace: bool = False


def _variation(value: dict, programs: list[str]) -> Variation:
    lists, switches = {"may-wait", "any-order", "alike"}, {"buffers", "own-pace"}
    _require(isinstance(value, dict) and value and set(value) <= lists | switches)
    _require(all(isinstance(value[key], list) and value[key] for key in lists & set(value)))
    _require(all(value[key] is True for key in switches & set(value)))
    calls = [text.partition(":") for text in value.get("may-wait", [])]
    may_wait = tuple((program.strip(), text.strip()) for program, _, text in calls)
    _require(all(program in programs and text for program, text in may_wait))
    any_order, alike = (tuple(value.get(key, ())) for key in ("any-order", "alike"))
    _require(all(lane.startswith(tuple(programs)) for lane in any_order + alike))
    return Variation(may_wait, any_order, alike, "buffers" in value, "own-pace" in value)


def _time_limit(value: float, _: list[str]) -> float:
    _require(type(value) in (int, float) and 0 < value <= 300)
    return value


KEYS: dict[str, tuple[str, Callable]] = {
    "start": ("a list that names each of these programs: {}", _start),
    "systems": (f"a list of some of {', '.join(SYSTEMS)}", _systems),
    "python": ("a condition such as '>=3.12'", _python),
    "why": ("a short sentence for the reader", _text),
    "output": ("'exact', 'any-order', 'numbers-vary', or ['any-order', 'numbers-vary']", _output),
    "varies": ("a list of regular expressions, none of which matches the empty text", _varies),
    "exit": (f"a status from 0 to 255, one of {', '.join(SIGNALS)}, or a table of these for some of: {{}}", _exit),
    "unavailable": ("the beginning of what a program says when the system forbids what it needs", _text),
    "picture": (
        "a table of lists 'may-wait', 'any-order', 'alike', or 'buffers' = true, 'own-pace' = true, about these programs: {}",
        _variation,
    ),
    "time-limit": ("a number of seconds, at most 300", _time_limit),
}
FIELDS = {"picture": "variation", "time-limit": "time_limit"}  # of a Scenario, where the name is another one

"""What pages show of the observations: `::: observed nginx/tree`, for the site in Markdown and HTML, for plain pages in Markdown.

    ::: observed all/accept          a table over all systems; also all/overview, all/silence, all/worker, all/parent
    ::: observed nginx/tree          a picture of the process tree
    ::: observed nginx/start         how it was started: command, configuration
    ::: observed nginx/record        what was recorded when, where and of which version
    ::: observed nginx/says          a sentence with {paths} into the observation, such as {numbers.crashes.0.replaced_after}
        says: After {numbers.crashes.0.replaced_after} seconds there was a new worker.
        holds: facts.crashes.0.replaced = true

`holds` alone stands for the text around it. What no longer holds is a ProjectError, as is a path that leads nowhere.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import starmap
from typing import Any

from wouldblock.observations import data, tree
from wouldblock.project import ProjectError, close_to

# In the order of the tables: those that the article names first.
ORDER = (
    "apache-prefork", "php-fpm", "passenger", "postgresql", "apache-event", "apache-two-listeners", "nginx", "redis", "gunicorn", "uvicorn",
)  # fmt: skip
PAGES = {
    "apache-prefork": "apache.md", "apache-event": "apache.md", "apache-two-listeners": "apache.md", "php-fpm": "php_fpm.md", "passenger": "passenger.md",
    "postgresql": "postgresql.md", "nginx": "event_loops.md", "redis": "event_loops.md",
    "gunicorn": "python_servers.md", "uvicorn": "python_servers.md",
}  # fmt: skip
Fence = Callable[[str, str], str]
Options = list[tuple[str, str | None, str]]
Cells = Callable[[dict], Iterator[str]]
PLACE = re.compile(r"\{([\w.-]+)\}")


@dataclass(frozen=True)
class Request:
    """What a page asks to be shown of one product: with which options, with which kind of fence, and whether in plain Markdown."""

    observation: dict
    options: Options
    fence: Fence
    plain: bool


def load(name: str) -> dict:
    """The observation of a product; raises ProjectError where there is no such product."""
    if name not in ORDER:
        raise ProjectError(f"there is no product {name!r}{close_to(name, ORDER)}; there are: {', '.join(ORDER)}")
    return data.load(data.DATA / f"{name}.json")


def expand(name: str, options: Options, fence: Fence, *, plain: bool = False) -> str:
    """The Markdown for what a page asks for; raises ProjectError where there is no such thing."""
    product, _, part = name.partition("/")
    known = TABLES if product == "all" else PARTS
    if part not in known:
        raise ProjectError(
            f"{name!r} shows nothing{close_to(part, known)}; write {product}/ and one of: {', '.join(known)}"
        )
    if product == "all":
        rows = table(*TABLES[part])
        return rows if plain else f"<div data-search-exclude markdown>\n\n{rows}\n</div>\n"
    return PARTS[part](Request(load(product), options, fence, plain))


def check(name: str) -> None:
    """Raise ProjectError if a page can't show this."""
    product, _, part = name.partition("/")
    if part != "says":
        expand(name, [], _without_title)
    else:
        load(product)


def _without_title(code: str, _title: str) -> str:
    return code


# --- the tables


def table(heads: tuple[str, ...], row: Cells) -> str:
    """A row for each product of which there is something to tell."""
    lines = ["| system |" + "".join(f" {head} |" for head in heads), "|---|" + "---|" * len(heads)]
    for observation in map(load, ORDER):
        if cells := list(row(observation)):
            link = f"[{observation['title']}]({PAGES[observation['system']]})"
            lines.append(f"| {link} |" + "".join(f" {cell} |" for cell in cells))
    return "\n".join(lines) + "\n"


def overview(observation: dict) -> Iterator[str]:
    """Who does what for a connection, and what a crash does."""
    facts = observation["facts"]
    connection, crash = facts["connection"], facts["crashes"][0]
    yield holders(observation)
    yield f"{_and(connection['accepts'])}, in `{connection['call']}`"
    yield served_by(connection)
    yield f"{crash['killed']}: {crash['client_sees']}"
    yield _and(crash["other_processes_see"]) or "(there are none)"


def served_by(connection: dict) -> str:
    """Who works on the question, as seen from the one that accepted it."""
    if connection["works"] != connection["answers"]:
        return f"another process: {_and(connection['works'])}"
    if not connection["same_process"]:
        forked = ", forked for it" if connection["forks"] else ""
        return f"another process: {_and(connection['answers'])}{forked}"
    return "the same thread" if connection["same_thread"] else "another thread of that process"


def holders(observation: dict) -> str:
    """Which processes hold the listening socket."""
    counts: dict[str, int] = {}
    for entry in observation["facts"]["processes"]:
        if entry["listener"]:
            counts[entry["role"]] = counts.get(entry["role"], 0) + entry["count"]
    return " and ".join(starmap(counted, counts.items()))


def counted(role: str, count: int) -> str:
    """So many of a role, in words: 'the parent', '3 children'."""
    if count == 1:
        return f"the {role}"
    return f"{count} {'children' if role == 'child' else role + 's'}"


def accept(observation: dict) -> Iterator[str]:
    """Who holds the listener, waits for it and accepts."""
    facts, numbers = observation["facts"], observation["numbers"]
    yield holders(observation)
    yield _and(facts["connection"]["accepts"])
    yield ", ".join(dict.fromkeys(idle_calls(observation)))
    yield served_by(facts["connection"])
    if facts["wakeups"]:
        often = "" if numbers["wakeups"]["as_usual"] == numbers["wakeups"]["connections"] else ", most times"
        yield f"{facts['wakeups']['woken']} of {facts['wakeups']['of']}{often}"
    else:
        yield "only one accepts"


def idle_calls(observation: dict) -> Iterator[str]:
    """What those that accept wait in, for the listener."""
    for entry in observation["facts"]["processes"]:
        if entry["role"] in observation["facts"]["connection"]["accepts"]:
            for wait in entry["waits"]:
                if "the listener" in wait:
                    yield f"`{wait.partition(':')[0]}`" + (", exclusively" if "exclusively" in wait else "")


WHERE = {
    "queue": "in the listener's queue",
    "unfinished": "held back by the kernel, see below",
    "starting": "at processes just forked for them",
}


def silence(observation: dict) -> Iterator[str]:
    """Where clients are that say nothing, and whether one more is answered."""
    numbers = observation["numbers"]["silence"]
    yield "; ".join(f"{count} {WHERE.get(role, f'at the {role}')}" for role, count in numbers["where"].items())
    yield "yes" if observation["facts"]["silence"]["another_answered"] else "**no**"


def worker(observation: dict) -> Iterator[str]:
    """What the death of a process does that serves a client."""
    crash = observation["facts"]["crashes"][0]
    yield crash["killed"]
    yield crash["client_sees"]
    yield _and(crash["same_process_see"]) or "(it had none)"
    yield _and(crash["other_processes_see"]) or "(there are none)"
    yield ended(crash)
    yield (
        f"after {observation['numbers']['crashes'][0]['replaced_after']}\N{NO-BREAK SPACE}s"
        if crash["replaced"]
        else "no"
    )


def ended(crash: dict) -> str:
    """Who went besides the one that was killed."""
    gone = dict(crash["gone"])
    gone[crash["killed"]] -= 1
    return _and([counted(role, count) for role, count in gone.items() if count]) or "nobody"


def parent(observation: dict) -> Iterator[str]:
    """What the death of the first process does; nothing where that one serves the clients itself."""
    facts = observation["facts"]
    if "orphans" not in facts:
        return
    crash = next(crash for crash in facts["crashes"] if crash["killed"] == facts["processes"][0]["role"])
    orphans, numbers = facts["orphans"], observation["numbers"]["orphans"]
    yield crash["killed"]
    yield crash["client_sees"]
    left = f"nobody, after {numbers['left_after']}\N{NO-BREAK SPACE}s" if "left_after" in numbers else "nobody"
    yield _and(starmap(counted, orphans["stay"].items())) or left
    answered = f"{numbers['answered']} of {numbers['asked']}, then no more" if numbers["answered"] else "no"
    yield "yes" if orphans["answer"] else answered
    yield "yes" if orphans["replaced"] else "no" if orphans["stay"] else "nothing is left"


TABLES = {
    "overview": (
        ("holds the listening socket", "accepts", "works on the request", "killed while it does; its client sees", "idle clients of other processes see"),
        overview,
    ),
    "accept": (
        ("holds the listening socket", "accepts", "waits for it in", "works on the request", "one connection wakes"),
        accept,
    ),
    "silence": (("the silent clients are", "is one more client answered?"), silence),
    "worker": (
        ("killed", "its client sees", "other clients of the same process see", "clients of other processes see", "ends with it", "replaced"),
        worker,
    ),
    "parent": (
        ("killed", "a client that is being served sees", "stays", "answers new clients", "a killed worker is replaced"),
        parent,
    ),
}  # fmt: skip


# --- the parts of one product


def process_tree(request: Request) -> str:
    """The processes, as a picture or in sentences."""
    if request.plain:
        return "\n".join(tree.sentences(request.observation)) + "\n"
    return tree.figure(request.observation)


def start(request: Request) -> str:
    """The commands and the settings by which the product was started."""
    started, fence = request.observation["started"], request.fence
    commands = [command for command in (started["before"], started["command"]) if command]
    blocks = [fence(f"{command}\n", "") for command in commands]
    for name, text in started["files"].items():
        if text.strip() not in ("", "hello") and not name.endswith(".py"):  # the page shows it as a program, which ran
            blocks.append(fence(text, name))
    return "\n".join(blocks)


def recorded_when(request: Request) -> str:
    """Versions, machine and day."""
    observation = request.observation
    recorded = observation["recorded"]
    packages = _and(f"{name} {version}" for name, version in recorded["packages"].items())
    system = f"{recorded['distribution']}, {recorded['kernel']}, {recorded['machine']}"
    traced = f" (with strace on {recorded['traced']})" if recorded["traced"] != recorded["date"] else ""
    link = f"[the record](data/{observation['system']}.json)"
    text = f"**Seen here** on {recorded['date']}{traced}: {packages} on {system}; {link}.\n"
    return text if request.plain else f"{text}{{ data-search-exclude }}\n"


def says(request: Request) -> str:
    """Sentences with what stands in the observation; raises ProjectError where the text around them does not hold."""
    observation, text = request.observation, []
    for key, _file, words in request.options:
        if key == "says":
            text.append(PLACE.sub(lambda place: _shown(at(observation, place[1])), words))
        elif key == "holds":
            path, _, wanted = words.partition(" = ")
            if (value := _shown(at(observation, path))) != wanted:
                raise ProjectError(
                    f"the record of {observation['system']} has {path} = {value}, not {wanted}; the text around it has to change"
                )
        else:
            raise ProjectError(f"a sentence takes 'says: text' and 'holds: path = value', not {key!r}")
    if not request.options:
        raise ProjectError("a sentence needs 'says: text', or at least 'holds: path = value'")
    return " ".join(text) + "\n"


def at(observation: dict, path: str) -> Any:
    """What stands at a path such as facts.crashes.0.killed."""
    value: Any = observation
    for key in path.split("."):
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            raise ProjectError(f"the record of {observation['system']} has no {path}") from None
    return value


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return _and(map(_shown, value)) if isinstance(value, list) and value else json.dumps(value)


def _and(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


PARTS = {"tree": process_tree, "start": start, "record": recorded_when, "says": says}

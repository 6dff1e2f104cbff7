"""What was provoked, in docs/failing/data/, and how pages show it: `::: provoked clients/others` and its like.

::: provoked clients/others      each server and each kind of bad client: what becomes of the others
::: provoked clients/ends        what ends the servers that end, by name
::: provoked clients/client      what the bad client itself gets
::: provoked link/events         what is noticed of a link that has gone down, and when
::: provoked link/record         what was recorded when, and on what
"""

import json
import posixpath
import re
from pathlib import Path

from wouldblock.project import HERE, ProjectError, close_to, shown_path

CHAPTER = "failing"  # the pages that show it
DATA = HERE.docs / CHAPTER / "data"
SHOWN = re.compile(r"^::: scenario (\S+)$", re.MULTILINE)
SHORT = {"served": "yes", "wait": "**wait**", "not served": "**no**", "turned away": "**turned away**"}


def file(name: str) -> Path:
    """The file of an observation, `clients` or `link`."""
    return DATA / f"{name}.json"


def load(name: str) -> dict:
    """A record, `clients` or `link`; raises ProjectError where there is none."""
    if not file(name).is_file():
        raise ProjectError(f"there is no {shown_path(file(name))}; make it with: nox -s provoke")
    return json.loads(file(name).read_text("utf-8"))


def save(name: str, observation: dict) -> None:
    """Write an observation, `clients` or `link`, as JSON."""
    DATA.mkdir(parents=True, exist_ok=True)
    file(name).write_text(json.dumps(observation, indent=1, ensure_ascii=False) + "\n", "utf-8")


def expand(name: str) -> str:
    """The Markdown for what a page asks for; raises ProjectError where there is no such thing."""
    if name not in TABLES:
        raise ProjectError(f"{name!r} shows nothing{close_to(name, TABLES)}; write one of: {', '.join(TABLES)}")
    return TABLES[name](load(name.partition("/")[0]))


def others(observation: dict) -> str:
    """A row for each server: whether the others are served while the bad client is there, or what has ended the server."""
    kinds = list(observation["kinds"])
    pages = pages_of(observation)
    lines = ["| server | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for name, server in observation["servers"].items():
        cells = [cell(server["kinds"][kind]) for kind in kinds]
        breakable = name.replace("/", "/<wbr>").replace("_", "\\_<wbr>")
        lines.append(f"| [{breakable}]({pages[name]}) | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def cell(trial: dict) -> str:
    """One field: yes; after so long; wait; no; or that the server is lost."""
    if trial["server"] == "has ended":
        return "**it ends**"
    if trial["server"] == "serves nobody":
        return "**serves nobody**"
    return SHORT.get(trial["others"], trial["others"].removeprefix("served "))


def ends(observation: dict) -> str:
    """Which server is ended by what, and with which exception."""
    lines, pages = [], pages_of(observation)
    for name, server in observation["servers"].items():
        lost = {kind: trial for kind, trial in server["kinds"].items() if trial["server"] != "goes on"}
        if lost:
            said = sorted({f"`{trial['said']}`" for trial in lost.values() if trial["said"]})
            last = f": {', '.join(said)}" if said else ""
            lines.append(f"- [{name}]({pages[name]}): {', '.join(lost)}{last}")
    return "\n".join(lines) + "\n"


def client(observation: dict) -> str:
    """A row for each kind: what it does, and what the bad client gets, from how many servers."""
    lines = ["| kind | what the client does | what it gets |", "|---|---|---|"]
    for kind, what in observation["kinds"].items():
        got: dict[str, int] = {}
        for server in observation["servers"].values():
            word = server["kinds"][kind]["client"]
            got[word] = got.get(word, 0) + 1
        ordered = sorted(got.items(), key=lambda pair: -pair[1])
        told = "; ".join(word if len(got) == 1 else f"{word} ({count})" for word, count in ordered)
        lines.append(f"| {kind} | {what} | {told} |")
    return "\n".join(lines) + "\n"


def events(observation: dict) -> str:
    """A row for each connection over the link: what was set, what it noticed, and when."""
    lines = ["| connection | it calls | after the link went down | seconds |", "|---|---|---|---|"]
    lines += [
        f"| {event['connection']} | `{event['call']}` | {event['outcome']} | {event['seconds']:.1f} |"
        for event in observation["events"]
    ]
    return "\n".join(lines) + "\n"


def recorded(observation: dict) -> str:
    """When and where an observation was made, in one sentence."""
    recorded_at = observation["recorded"]
    return f"Recorded on {recorded_at['date']} with {recorded_at['kernel']} and Python {recorded_at['python']}.\n"


def pages_of(observation: dict) -> dict[str, str]:
    """For each server the page that shows it, as a link from a page of the chapter; raises ProjectError where there is none."""
    shown_on: dict[str, str] = {}
    for path in sorted(HERE.docs.rglob("*.md")):
        for name in SHOWN.findall(path.read_text("utf-8")):
            shown_on.setdefault(name, posixpath.relpath(path.relative_to(HERE.docs).as_posix(), CHAPTER))
    if lost := observation["servers"].keys() - shown_on:
        raise ProjectError(f"no page shows {min(lost)}, of which docs/failing/data/ has a record")
    return shown_on


TABLES = {
    "clients/others": others, "clients/ends": ends, "clients/client": client, "clients/record": recorded,
    "link/events": events, "link/record": recorded,
}  # fmt: skip

"""The process tree of an observation, as a picture and as sentences that say the same.

The picture looks as those of recorded runs do: what waits has a hatched edge, what accepts a thick frame. Colors and fonts
come from theme/assets/picture.css.
"""

import re
import textwrap
from collections.abc import Iterator
from html import escape

WIDTH, RIGHT, RAIL = 420, 384, 404  # of the picture, of the boxes' right side, of the line from the listener
OF_CLIENTS = re.compile("listener|connection|Unix socket")  # what else a thread waits for, the observation has
INDENT, LINE, PAD, GAP = 16, 16, 8, 8
HATCHED = 8  # the room of the edge of what waits
LETTER = 7.83  # of the monospaced type of 13 pixels: the widest of the usual fonts
KEYS = {  # of each look: what it means, in the order of the legend
    "call": "a process",
    "wait": "waits for clients",
    "call wb-point": "accepts them",
}


def lines(observation: dict, entry: dict) -> Iterator[str]:
    """What one process of the tree is and does, in words."""
    least, most = observation["numbers"]["processes"]["threads"][entry["role"]]
    threads = str(least) if least == most else f"{least} to {most}"
    yield f"{entry['role']}, {threads} thread{'' if threads == '1' else 's'}"
    if done := deeds(observation, entry["role"], entry["listener"]):
        yield done
    if entry["client"]:
        yield "holds the client's connection"
    for wait in _for_clients(entry) or entry["waits"]:
        call, _, what = wait.partition(": ")
        yield f"waits in {call}" + (f" for {what}" if what else "")


def _for_clients(entry: dict) -> list[str]:
    """What a process waits in for clients: the listener, a connection, a socket from which it gets them."""
    return [wait for wait in entry["waits"] if OF_CLIENTS.search(wait)]


def deeds(observation: dict, role: str, listens: bool) -> str:
    """What the processes of a role do for a connection."""
    connection = observation["facts"]["connection"]
    done = ["holds the listening socket"] if listens else []
    for key, word in (("accepts", "accepts"), ("forks", "forks"), ("reads", "reads"), ("answers", "answers")):
        done += [word] if role in connection[key] else []
    if role in connection["works"] and role not in connection["answers"]:
        done.append("works on the request")
    if role in connection["accepts_inside"]:
        done.append("accepts inside, on a Unix socket")
    return ", ".join(done)


def sentences(observation: dict) -> list[str]:
    """The tree as a list in Markdown: each process an entry, below its parent."""
    depths = depths_of(observation)
    return [
        f"{'    ' * depth}- {_times(entry['count'])}{'; '.join(lines(observation, entry))}"
        for entry, depth in zip(observation["facts"]["processes"], depths, strict=True)
    ]


def _times(count: int) -> str:
    return f"{count} times: " if count > 1 else ""


def depths_of(observation: dict) -> list[int]:
    """How far below the first process each entry of the tree is."""
    depths: dict[str, int] = {"": -1}
    for entry in observation["facts"]["processes"]:
        depths[entry["role"]] = depths[entry["below"]] + 1
    return [depths[entry["role"]] for entry in observation["facts"]["processes"]]


def figure(observation: dict) -> str:
    """The picture with its key, and the same in words."""
    processes = observation["facts"]["processes"]
    looks = " ".join(_look(observation, entry) for entry in processes)
    key = [_sample(_box(look, 1, 1, 20, 14), text) for look, text in KEYS.items() if look.split()[-1] in looks]
    if any(entry["listener"] and not _accepts(observation, entry) for entry in processes):
        key.append(_sample(_holds(6, 8), "holds the socket, does not accept"))
    items = "".join(f"<li>{escape(line)}</li>" for line in _told(observation))
    return (
        f'<figure class="wb-picture wb-tree" data-search-exclude><figcaption>The processes of {escape(observation["title"])}, '
        f'each below the one that started it.</figcaption><p class="wb-key">{" ".join(key)}</p>'
        f'<div class="wb-chart">{svg(observation)}</div>'
        f"<details><summary>The same in words</summary><ul>{items}</ul></details></figure>\n"
    )


def svg(observation: dict) -> str:
    """The picture alone: a box for each process, indented below the one that started it."""
    boxes, lives, y, starts = [], [], 34, {}
    joints: list[tuple[int, bool]] = []
    for entry, depth in zip(observation["facts"]["processes"], depths_of(observation), strict=True):
        x, look = 4 + depth * INDENT, _look(observation, entry)
        start = x + PAD + (HATCHED if "wait" in look else 0)
        title, *rest = lines(observation, entry)
        rest = [part for line in rest for part in textwrap.wrap(line, int((RIGHT - start - PAD) / LETTER))]
        for _ in range(entry["count"]):
            y += GAP
            height = (1 + len(rest)) * LINE + PAD
            if entry["below"]:
                above_x, above_y = starts[entry["below"]]
                lives.append(f'<path class="wb-life" d="M{above_x + 7} {above_y}V{y + LINE}H{x}"/>')
            texts = [_text(start, y + LINE, f"<tspan>{escape(title, quote=False)}</tspan>")]
            texts += [
                _text(start, y + LINE * (2 + number), escape(line, quote=False)) for number, line in enumerate(rest)
            ]
            boxes.append(_box(look, x, y, RIGHT - x, height, "".join(texts)))
            if entry["listener"]:
                joints.append((y + LINE, _accepts(observation, entry)))
            starts[entry["role"]] = (x, y + height)
            y += height
    height, words = y + 4, escape(alternative(observation), quote=True)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg {size} role="img" aria-label="{words}">{"".join([*lives, *boxes, *_rail(joints)])}</svg>'


def _accepts(observation: dict, entry: dict) -> bool:
    return entry["listener"] and entry["role"] in observation["facts"]["connection"]["accepts"]


def _look(observation: dict, entry: dict) -> str:
    """The end of the class of a process's box, as those of the calls in the picture of a run."""
    kind = "wait" if _for_clients(entry) else "call"
    return f"{kind} wb-point" if _accepts(observation, entry) else kind


def _box(look: str, x: int, y: int, width: int, height: int, texts: str = "") -> str:
    frame = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>'
    edge = f'<path class="wb-edge" d="M{x + 4} {y + 2}v{height - 4}"/>' if look.startswith("wait") else ""
    return f'<g class="wb-{look}">{frame}{edge}{texts}</g>'


def _sample(drawing: str, text: str) -> str:
    return f'<span><svg viewBox="0 0 22 16" width="22" height="16" aria-hidden="true">{drawing}</svg> {text}</span>'


def _holds(x: int, y: int) -> str:
    return f'<path class="wb-holds" d="M{x - 4} {y - 4}h8v8h-8z"/>'


def _rail(joints: list[tuple[int, bool]]) -> Iterator[str]:
    """The listening socket, and the line from it to those that hold it: an arrow to who accepts, a square at who does not."""
    yield f'<g class="wb-socket"><rect x="{WIDTH - 154}" y="4" width="150" height="24" rx="12"/></g>'
    yield _text(WIDTH - 142, 20, "listening socket")
    paths = [f"M{RAIL} 28V{max(y for y, _ in joints)}"]
    for y, accepts in joints:
        paths.append(
            f"M{RAIL} {y}H{RIGHT + 2}"
            + (f"M{RIGHT + 9} {y - 4}L{RIGHT + 2} {y}L{RIGHT + 9} {y + 4}" if accepts else "")
        )
    yield f'<g class="wb-arrows"><path d="{"".join(paths)}"/></g>'
    yield from (_holds(RIGHT, y) for y, accepts in joints if not accepts)


def _text(x: int, y: int, words: str) -> str:
    return f'<text x="{x}" y="{y}">{words}</text>'


def _told(observation: dict) -> list[str]:
    """A sentence for each entry of the tree."""
    entries = [line.strip().removeprefix("- ") for line in sentences(observation)]
    depths = depths_of(observation)
    return [
        f"{line}, below {entry['below']}" if depth else line
        for line, entry, depth in zip(entries, observation["facts"]["processes"], depths, strict=True)
    ]


def alternative(observation: dict) -> str:
    """The picture in words."""
    return f"The processes of {observation['title']}. {'. '.join(_told(observation))}."

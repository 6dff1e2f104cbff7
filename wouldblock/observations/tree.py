"""The process tree of an observation, as a picture and as sentences that say the same.

The picture is an SVG without styles: it takes the color of the text around it, and tells everything by shapes and words.
"""

import re
import textwrap
from collections.abc import Iterator
from html import escape

WIDTH, EDGE, RAIL = 360, 328, 346  # of the picture, of the boxes' right side, of the line from the listener
OF_CLIENTS = re.compile("listener|connection|Unix socket")  # what else a thread waits for, the observation has
INDENT, LINE, PAD, GAP = 16, 16, 8, 8
LETTER = 6.1  # the width of a letter of the size 12, on the average


def lines(observation: dict, entry: dict) -> Iterator[str]:
    """What one process of the tree is and does, in words."""
    least, most = observation["numbers"]["processes"]["threads"][entry["role"]]
    threads = str(least) if least == most else f"{least} to {most}"
    yield f"{entry['role']}, {threads} thread{'' if threads == '1' else 's'}"
    if done := deeds(observation, entry["role"], entry["listener"]):
        yield done
    if entry["client"]:
        yield "holds the client's connection"
    for wait in [wait for wait in entry["waits"] if OF_CLIENTS.search(wait)] or entry["waits"]:
        call, _, what = wait.partition(": ")
        yield f"waits in {call}" + (f" for {what}" if what else "")


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


def svg(observation: dict) -> str:
    """The picture: a box for each process, indented below the one that started it."""
    parts, y, starts = [], 34, {}
    joints: list[tuple[int, bool]] = []
    for entry, depth in zip(observation["facts"]["processes"], depths_of(observation), strict=True):
        x = 4 + depth * INDENT
        accepts = entry["listener"] and entry["role"] in observation["facts"]["connection"]["accepts"]
        title, *rest = lines(observation, entry)
        rest = [part for line in rest for part in textwrap.wrap(line, int((EDGE - x - 2 * PAD) / LETTER))]
        for _ in range(entry["count"]):
            y += GAP
            height = (1 + len(rest)) * LINE + PAD
            middle = y + LINE
            if entry["below"]:
                above_x, above_y = starts[entry["below"]]
                parts.append(f'<path d="M{above_x + 7} {above_y}V{middle}H{x}" fill="none" stroke="currentColor"/>')
            frame = 'stroke-width="3"' if accepts else ""
            box = f'<rect x="{x}" y="{y}" width="{EDGE - x}" height="{height}" rx="4" fill="none" stroke="currentColor" {frame}/>'
            parts.append(box)
            parts.append(_text(x + PAD, y + LINE, title, 'font-weight="700"'))
            parts += [_text(x + PAD, y + LINE * (2 + number), line) for number, line in enumerate(rest)]
            if entry["listener"]:
                joints.append((middle, accepts))
            starts[entry["role"]] = (x, y + height)
            y += height
    parts += _rail(joints)
    height, words = y + 4, escape(alternative(observation), quote=True)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg {size} role="img" aria-label="{words}" font-size="12" fill="currentColor">{"".join(parts)}</svg>'


def _rail(joints: list[tuple[int, bool]]) -> Iterator[str]:
    """The listening socket, and the line from it to those that hold it."""
    yield '<rect x="216" y="4" width="140" height="24" rx="12" fill="none" stroke="currentColor" stroke-dasharray="4 3"/>'
    yield _text(231, 20, "listening socket")
    yield f'<path d="M{RAIL} 28V{max(y for y, _ in joints)}" fill="none" stroke="currentColor" stroke-dasharray="4 3"/>'
    for y, accepts in joints:
        yield f'<path d="M{RAIL} {y}H{EDGE}" stroke="currentColor"/>'
        if accepts:
            yield f'<path d="M{EDGE + 2} {y}l11 -6v12z"/>'
        else:
            yield f'<rect x="{EDGE - 4}" y="{y - 4}" width="8" height="8"/>'


def _text(x: int, y: int, words: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" {more}>{escape(words, quote=False)}</text>'


def alternative(observation: dict) -> str:
    """The picture in words."""
    entries = [line.strip().removeprefix("- ") for line in sentences(observation)]
    depths = depths_of(observation)
    below = [
        f"{line}, below {entry['below']}" if depth else line
        for line, entry, depth in zip(entries, observation["facts"]["processes"], depths, strict=True)
    ]
    return f"The processes of {observation['title']}. {'. '.join(below)}."

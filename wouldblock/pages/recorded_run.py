"""A recorded run on a page: what it shows, the picture, how to read it, and the same in words."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from wouldblock.markup import Directive
from wouldblock.pages.picture import buffer_curves, on_paper, sequence, steps
from wouldblock.project import Project, ProjectError, shown_path
from wouldblock.scenario.model import Scenario, by_name
from wouldblock.timelines import claims, rows, sentences
from wouldblock.timelines.files import load_timeline, timeline_file
from wouldblock.timelines.model import Timeline

KEYS = {  # of each kind of box: what it means, in the order of the legend
    "call": "returns at once",
    "wait": "waits",
    "sleep": "sleeps",
    "refused": "refused",
    "spin": "refused, again and again",
    "run": "many in a loop",
}


def recording(scenario: Scenario, docs: Path) -> Timeline:
    """The timeline of a scenario, kept below docs/, its rows of equal calls merged; raises ProjectError where there is none, or one of other programs."""
    file = timeline_file(scenario.name, docs)
    if not file.is_file():
        raise ProjectError(f"there is no recording {shown_path(file)}; make it with: nox -s record -- {scenario.name}")
    timeline = load_timeline(file)
    if not timeline.is_of(scenario):
        raise ProjectError(
            f"{shown_path(file)} was recorded from other programs than those in {shown_path(scenario.folder)}; record again with: nox -s record -- {scenario.name}"
        )
    return rows.merged(timeline)


def caption(timeline: Timeline, scenario: Scenario, options: list[str]) -> str:
    """What the recording shows, as the options claim it; raises ProjectError for a claim that it does not bear out."""
    options = claims.for_caption(options)
    if not options:
        raise ProjectError(
            "a picture needs at least one statement about who waits, such as 'blocks client.py: recv until server.py send'"
        )
    borne_out = [claims.check(claims.parse(option), timeline, scenario) for option in options]
    return f"In this recording {'; '.join(borne_out)}."


def recorded(timeline: Timeline) -> str:
    """Where and when the recording was made."""
    date, system, python, strace = (timeline.recorded[name] for name in ("date", "system", "python", "strace"))
    return f"Recorded on {date} on {system}, with Python {python} and strace {strace}; numbers vary"


def folder(scenario: Scenario) -> str:
    """Where the programs of a scenario lie, as pages name them."""
    return scenario.address(scenario.programs[0]).rpartition("/")[0]


def framed(project: Project, directive: Directive) -> str:
    """A picture of who waits for whom. It works without scripts; picture.js adds which line made which call."""
    scenario = by_name(directive.name, project.snippets)
    timeline, options = recording(scenario, project.docs), list(directive.options)
    said = caption(timeline, scenario, options)
    stated = [claims.longest_wait(claims.parse(option), timeline, scenario) for option in claims.for_caption(options)]
    points = [call for call in stated if call]
    note = "A longer wait is drawn longer, but not to scale; recording slows the programs."
    data = f' data-folder="{folder(scenario)}" data-steps="{steps.told(timeline)}"'
    drawing = f'<div class="wb-chart">{sequence.draw(timeline, points)}</div>{on_paper.draw(timeline)}'
    return _block(timeline, said, drawing, key(timeline), note, sentences.story(timeline), data)


def chart(project: Project, directive: Directive) -> str:
    """A chart of the bytes that a connection of the scenario holds over time."""
    scenario = by_name(directive.name, project.snippets)
    timeline = recording(scenario, project.docs)
    if directive.options:
        raise ProjectError("a chart of buffers takes no options")
    if not timeline.buffers:
        raise ProjectError(
            f"the recording counts no bytes in buffers; record again with: nox -s record -- {scenario.name}"
        )
    sender, receiver = buffer_curves.ends(timeline)
    kept, unread = (max(sample[number] for sample in timeline.buffers.samples) for number in (1, 2))
    said = (
        f"In this recording {sender}'s end keeps up to {buffer_curves.size(kept)} that are not yet acknowledged, "
        f"and {receiver}'s end up to {buffer_curves.size(unread)} that nobody has read."
    )
    waits = {sequence.look(call) for _, calls in buffer_curves.waits(timeline) for call in calls}
    legend = " ".join(_sample(sequence.sample(kind), KEYS[kind]) for kind in ("wait", "sleep") if kind in waits)
    note = "A byte that has arrived, but is not yet acknowledged, is counted at both ends."
    drawing = f'<div class="wb-chart">{buffer_curves.draw(timeline)}</div>'
    return _block(timeline, said, drawing, legend, note, buffer_curves.story(timeline))


def _block(
    timeline: Timeline, said: str, drawing: str, legend: str, note: str, sentences: list[str], data: str = ""
) -> str:
    """A figure as one block of HTML."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    legend = f'<p class="wb-key">{legend}</p>' if legend else ""
    return (
        f'<figure class="wb-picture"{data} data-search-exclude><figcaption>{said}</figcaption>{legend}'
        f"{drawing}<p>{recorded(timeline)}. {note}</p>"
        f"<details><summary>The same in words</summary><ol>{items}</ol></details></figure>\n"
    )


def _sample(drawing: str, text: str) -> str:
    return f'<span><svg viewBox="0 0 22 16" width="22" height="16" aria-hidden="true">{drawing}</svg> {text}</span>'


def key(timeline: Timeline) -> str:
    """A legend of what this picture has, in one line."""
    kinds = {sequence.look(call) for call in timeline.calls}
    parts = [_sample(sequence.sample(kind), text) for kind, text in KEYS.items() if kind in kinds]
    if any(call.woken_by is not None for call in timeline.calls):
        parts.append(_sample('<g class="wb-arrows"><path d="M1 8H20M14 4L20 8L14 12"/></g>', "wakes, or feeds"))
    return " ".join([*parts, *(f"<span><b>{sign}</b> {text}</span>" for sign, text in signs(timeline))])


def signs(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """The signs that this picture uses in its boxes, and what they mean."""
    if any(re.match(r"c\d", call.on or "") for call in timeline.calls):
        yield "c1", "the first connection"
    if any(call.on == "pair 1" for call in timeline.calls):
        yield "pair 1", "the first socket pair"
    if any(call.count > 1 for call in timeline.calls):
        yield "×3", "three such calls"
    if any(call.bytes == 0 and call.call in sentences.TAKES for call in timeline.calls):
        yield "end", "the end of the stream, b''"
    if any(call.error == "EAGAIN" for call in timeline.calls):
        yield "EAGAIN", "not now: the call would block"
    if any(call.varies for call in timeline.calls):
        yield "*", "may differ in your run"

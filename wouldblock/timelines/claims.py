"""What the options below a picture say about who waits where, checked against the recording that it shows.

    blocks client.py: send until server.py recv
    does not block server.py: recv at MSG_WAITALL

The first holds if a `send` of client.py waited, woken by a `recv` of server.py; the second if none of the calls that
the lines with this text made did. A program's name stands for all its processes and threads.

One more option, 'elsewhere: recv() waits', is about the text of the page, see statements.py.
"""

import re
from dataclasses import dataclass

from wouldblock import markup
from wouldblock.project import ProjectError
from wouldblock.scenario import excerpt
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import read_program
from wouldblock.timelines.model import WAITERS, Call, Timeline
from wouldblock.timelines.sentences import GIVES, TAKES, cause, wait, waker_of, who

CALL = r"(wait for \w+|wait at \w+|start thread|\w+)"
CLAIM = re.compile(rf"(blocks|does not block) (.+?): {CALL}(?: until (.+?) {CALL})?(?: at (.+))?$")
ELSEWHERE = re.compile(r"elsewhere: (.+)$")


@dataclass(frozen=True)
class Claim:
    """That a call of some lanes blocks, or does not; `waker`: the lane and the call that end the wait."""

    blocks: bool
    who: str
    call: str
    waker: tuple[str, str] | None
    text: str | None


def pictures(text: str) -> list[tuple[str, list[str]]]:
    """The pictures of a page's text: the name of the scenario, and the options below it."""
    shown = markup.directives(text)
    return [(directive.name, list(directive.options)) for directive in shown if directive.kind == "picture"]


def for_caption(options: list[str]) -> list[str]:
    """Those options of a picture that its caption states."""
    return [option for option in options if not ELSEWHERE.match(option)]


def parse(option: str) -> Claim:
    """Read an option; raises ProjectError if it is of neither form."""
    if not (match := CLAIM.match(option)):
        raise ProjectError(
            f"the option {option!r} is not of the form 'blocks client.py: send until server.py recv at text of the line' or 'does not block client.py: send'"
        )
    verb, who, call, waker, with_call, text = match.groups()
    return Claim(verb == "blocks", who, call, (waker, with_call) if waker else None, text)


def check(claim: Claim, timeline: Timeline, scenario: Scenario) -> str:
    """The claim as a sentence without its full stop, with markup; raises ProjectError if the recording shows something else."""
    if witness := longest_wait(claim, timeline, scenario):
        return _told(timeline, witness, claim.waker is not None)
    return f"{claim.who} never waits in <code>{claim.call}</code>"


def longest_wait(claim: Claim, timeline: Timeline, scenario: Scenario) -> Call | None:
    """The wait that bears out a claim, of several the longest, or None for a claim that a call does not block.

    Raises ProjectError if the recording shows something else.
    """
    _check_names(claim, timeline)
    calls = [call for call in timeline.calls if call.call == claim.call and _is(timeline, call, claim.who)]
    if claim.text is not None:
        lines = _lines(claim.who, claim.text, timeline, scenario)
        calls = [call for call in calls if call.line in lines]
    waits = [call for call in calls if call.blocked]
    if problem := _contradiction(claim, timeline, calls, waits):
        cure = f"correct the page, or record again with: nox -s record -- {timeline.scenario}"
        raise ProjectError(f"{problem}; {cure}")
    if claim.waker:
        waits = [call for call in waits if _woken_by(claim.waker, timeline, call)]
    return max(waits, key=timeline.took, default=None)


def _check_names(claim: Claim, timeline: Timeline) -> None:
    """Raise ProjectError if a claim names a lane that the recording does not have."""
    names = {lane.name for lane in timeline.lanes} | {lane.program for lane in timeline.lanes}
    for name in [claim.who, *([claim.waker[0]] if claim.waker else [])]:
        if name not in names:
            raise ProjectError(f"no lane of the recording is called {name!r}; there are {', '.join(sorted(names))}")


def _contradiction(claim: Claim, timeline: Timeline, calls: list[Call], waits: list[Call]) -> str:
    """In what the recording differs from a claim about its `calls`, of which `waits` waited; '' if in nothing."""
    subject = f"{claim.who}'s {claim.call}" + (f" at {claim.text!r}" if claim.text else "")
    if not calls:
        return f"the page speaks of {subject}, but the recording shows no such call"
    if waits and not claim.blocks:
        return f"the page says that {subject} does not block, but the recording shows that it does"
    if claim.blocks and not waits:
        return f"the page says that {subject} blocks, but the recording shows that it does not"
    if claim.waker and not any(_woken_by(claim.waker, timeline, call) for call in waits):
        lane, call_name = claim.waker
        return f"the page says that {subject} blocks until {lane}'s {call_name}, but the recording shows no such arrow"
    return ""


def _told(timeline: Timeline, call: Call, with_cause: bool) -> str:
    """A wait, as a caption tells it."""
    time = "to the end" if call.end is None else f"for {wait(timeline, call)}"
    gives_up = " until its timeout" if call.call in WAITERS else " and gives up"
    until = f" until {cause(timeline, call)}" if with_cause else gives_up if call.error == "timeout" else ""
    room = " makes room" if with_cause and call.call in GIVES and waker_of(timeline, call).call in TAKES else ""
    return f"{who(timeline, call.lane)} waits in <code>{call.call}</code> {time}{until}{room}"


def _is(timeline: Timeline, call: Call, who: str) -> bool:
    lane = timeline.lanes[call.lane]
    return who in (lane.name, lane.program)


def _woken_by(waker: tuple[str, str], timeline: Timeline, call: Call) -> bool:
    if call.woken_by is None:
        return False
    lane, name = waker
    woke = waker_of(timeline, call)
    return woke.call == name and _is(timeline, woke, lane)


def _lines(who: str, text: str, timeline: Timeline, scenario: Scenario) -> list[int]:
    """The lines of a lane's program that have a text."""
    program = next(lane.program for lane in timeline.lanes if who in (lane.name, lane.program))
    path = scenario.folder / program
    return excerpt.lines_with(read_program(path), text, path)

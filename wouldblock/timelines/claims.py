"""What a page says about who waits where, checked against the recording that it shows.

    blocks client.py: send until server.py recv
    does not block server.py: recv at MSG_WAITALL

The first holds if a `send` of client.py waited, woken by a `recv` of server.py; the second if none of the calls that
the lines with this text made did. A program's name stands for all its processes and threads.

The text of a page speaks of calls, too: "`recv()` waits". Where it does not mean this recording, an option says so, as

    elsewhere: recv() waits
"""

import re
from dataclasses import dataclass

from wouldblock import markup
from wouldblock.project import ProjectError
from wouldblock.scenario import excerpt
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import read_program
from wouldblock.timelines.model import WAITERS, Call, Timeline
from wouldblock.timelines.sentences import GIVES, TAKES, cause, took, wait, who

CALL = r"(wait for \w+|wait at \w+|start thread|\w+)"
FORM = re.compile(rf"(blocks|does not block) (.+?): {CALL}(?: until (.+?) {CALL})?(?: at (.+))?$")
PREDICTION = re.compile(r"^\?\?\? question .*\n(?:(?: {4}.*)?\n)*", re.MULTILINE)  # most of its answers are wrong
ELSEWHERE = re.compile(r"elsewhere: (.+)$")
STATEMENTS = (  # `recv()` waits; `recv()` does not wait; waits in `recv()`
    re.compile(
        r"(?:\b(?P<none>[Nn]o) )?`[\w.]*?(?P<call>\w+)\(\)`(?: calls?)? (?:really |still |then |also |both )*"
        r"(?:(?P<no>(?:does|did|do) not (?:wait|block)|never (?:waits?|waited|blocks?|blocked))|waits|waited|blocks|blocked)\b"
    ),
    re.compile(
        r"(?P<none>nobody )?(?P<no>never )?\b(?:waits|waited|waiting|blocks|blocked|stands|stood|stuck) (?:in|inside) (?:its |the |an? )?`[\w.]*?(?P<call>\w+)\(\)`"
    ),
)
PYTHONS_NAMES = {"sendall": "send", "recv_into": "recv", "create_connection": "connect", "waitpid": "wait"}


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
    return [(directive.name, list(directive.options)) for directive in shown if directive.form == "picture"]


def for_caption(options: list[str]) -> list[str]:
    """Those options of a picture that its caption states."""
    return [option for option in options if not ELSEWHERE.match(option)]


def parse(option: str) -> Claim:
    if not (match := FORM.match(option)):
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
    names = {lane.name for lane in timeline.lanes} | {lane.program for lane in timeline.lanes}
    for name in filter(None, [claim.who, claim.waker and claim.waker[0]]):
        if name not in names:
            raise ProjectError(f"no lane of the recording is called {name!r}; there are {', '.join(sorted(names))}")
    calls = [call for call in timeline.calls if call.call == claim.call and _is(timeline, call, claim.who)]
    if claim.text:
        lines = _lines(claim, timeline, scenario)
        calls = [call for call in calls if call.line in lines]
    said = f"{claim.who}'s {claim.call}" + (f" at {claim.text!r}" if claim.text else "")
    again = f"correct the page, or record again with: nox -s record -- {timeline.scenario}"
    if not calls:
        raise ProjectError(f"the page speaks of {said}, but the recording shows no such call; {again}")
    waits = [call for call in calls if call.blocked]
    if not claim.blocks and waits:
        raise ProjectError(f"the page says that {said} does not block, but the recording shows that it does; {again}")
    if not claim.blocks:
        return None
    if not waits:
        raise ProjectError(f"the page says that {said} blocks, but the recording shows that it does not; {again}")
    if claim.waker:
        waits = [call for call in waits if _woken_by(claim.waker, timeline, call)]
    if not waits:
        until = f"{claim.waker[0]}'s {claim.waker[1]}"
        raise ProjectError(
            f"the page says that {said} blocks until {until}, but the recording shows no such arrow; {again}"
        )
    return max(waits, key=lambda call: took(timeline, call))


def _told(timeline: Timeline, call: Call, with_cause: bool) -> str:
    """A wait, as a caption tells it."""
    time = "to the end" if call.end is None else f"for {wait(timeline, call)}"
    gives_up = " until its timeout" if call.call in WAITERS else " and gives up"
    until = f" until {cause(timeline, call)}" if with_cause else gives_up if call.error == "timeout" else ""
    room = " makes room" if with_cause and call.call in GIVES and timeline.calls[call.woken_by].call in TAKES else ""
    return f"{who(timeline, call.lane)} waits in <code>{call.call}</code> {time}{until}{room}"


def statements(text: str) -> list[tuple[str, str, bool]]:
    """What a page's text says about calls: the words, the kernel's name of the call, and whether it is said to wait."""
    text = " ".join(PREDICTION.sub("", text).split())
    matches = [match for form in STATEMENTS for match in form.finditer(text)]
    return [
        (match[0].replace("`", ""), PYTHONS_NAMES.get(match["call"], match["call"]), not (match["no"] or match["none"]))
        for match in sorted(matches, key=lambda match: match.start())
    ]


def contradictions(text: str, shown: list[Timeline], elsewhere: list[str]) -> list[str]:
    """Statements of a page that none of its recordings bears out, and that are not said to be meant otherwise."""
    said = statements(text)
    calls = {(call.call, call.blocked) for timeline in shown for call in timeline.calls}
    found = [
        f"says '{words}', but no recording on the page shows a {name} that {'waits' if waits else 'does not wait'}; "
        f"correct it, or write 'elsewhere: {words}' below '::: picture'"
        for words, name, waits in said
        if (name, waits) not in calls and words not in elsewhere
    ]
    found += [
        f"does not say {words!r} any more; delete the line 'elsewhere: {words}'"
        for words in elsewhere
        if words not in [one for one, _, _ in said]
    ]
    return found


def _is(timeline: Timeline, call: Call, who: str) -> bool:
    lane = timeline.lanes[call.lane]
    return who in (lane.name, lane.program)


def _woken_by(waker: tuple[str, str], timeline: Timeline, call: Call) -> bool:
    if call.woken_by is None:
        return False
    cause = timeline.calls[call.woken_by]
    return cause.call == waker[1] and _is(timeline, cause, waker[0])


def _lines(claim: Claim, timeline: Timeline, scenario: Scenario) -> list[int]:
    program = next(lane.program for lane in timeline.lanes if claim.who in (lane.name, lane.program))
    path = scenario.folder / program
    return excerpt.lines_with(read_program(path), claim.text, path)

"""The normal form of a timeline: what every run of the same programs has in common, and how two of them differ.

It has, for each lane, its calls in order: name, line, connection, outcome, whether the thread waited, and by whose
call it was woken. It has no times. Equal calls in a row count as one, and of long transfers the sizes are left out,
as the kernel cuts a stream where it likes. What else may vary is declared, in `picture` of the scenario.
"""

import difflib
import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import read_program
from wouldblock.timelines.model import BULK, LOCKS, WAITERS, Call, Timeline


@dataclass(frozen=True)
class Item:
    """What is compared of a call, or of several equal ones in a row."""

    call: str
    line: int | None
    on: str | None
    outcome: str
    waited: str  # 'waited', '' or, where that is luck, 'may wait'
    woken_by: str

    def __str__(self) -> str:
        words = [f"line {self.line}:" if self.line else "", self.call, self.on and f"on {self.on}", self.outcome]
        return " ".join(filter(None, [*words, self.waited, self.woken_by and f"woken by {self.woken_by}"]))


def may_wait(call: Call, timeline: Timeline, scenario: Scenario) -> bool:
    """Whether this call may or may not wait, as the declaration says."""
    program = timeline.lanes[call.lane].program
    return can_be_luck(call) and any(
        program == name and call.line and text in source_line(scenario, program, call.line)
        for name, text in scenario.picture.may_wait
    )


def can_be_luck(call: Call) -> bool:
    """Whether a call could wait in one run and not in another: not if it waited to the end, or only asked."""
    return (
        call.end is not None and call.error not in ("timeout", "EAGAIN") and call.call not in ("close", "start thread")
    )


def source_line(scenario: Scenario, program: str, line: int) -> str:
    return read_program(scenario.folder / program).splitlines()[line - 1]


def normalized(timeline: Timeline, scenario: Scenario) -> dict[str, list[str]]:
    """The normal form, as lines for each lane."""
    lanes: dict[str, list[str]] = {}
    for index, lane in enumerate(timeline.lanes):
        own = [call for call in timeline.calls if call.lane == index]
        items = [item(call, timeline, scenario) for call in own]
        # A lock that was free leaves no trace, as no system call is needed to take it.
        items = [each for each in items if not (each.call in LOCKS.values() and each.waited == "may wait")]
        lines = [str(each) for each in collapsed(items)]
        if lane.name in scenario.picture.any_order:
            lines = by_connection(collapsed(items))
        lanes[lane.name] = lines
    for beginning in scenario.picture.alike:
        names = [name for name in lanes if name.startswith(beginning)]
        for name, lines in zip(names, sorted(lanes[name] for name in names), strict=True):
            lanes[name] = lines
    return lanes


def item(call: Call, timeline: Timeline, scenario: Scenario) -> Item:
    luck = may_wait(call, timeline, scenario)
    cause = timeline.calls[call.woken_by] if call.woken_by is not None else None
    if luck and call.call not in ("recv", "read", "accept", "wait", "join"):
        cause = None  # known only if it waited
    return Item(
        call.call,
        None if call.call == "close" else call.line,  # the Pythons differ in the line on which a `with` closes
        call.on,
        outcome(call),
        "may wait" if luck else "waited" if call.blocked else "",
        f"{lane_of(cause, timeline, scenario)}: {cause.call}" if cause else "",
    )


def lane_of(call: Call, timeline: Timeline, scenario: Scenario) -> str:
    name = timeline.lanes[call.lane].name
    return next((f"{lane} …" for lane in scenario.picture.alike if name.startswith(lane)), name)


def outcome(call: Call) -> str:
    if call.error:
        return call.error
    if call.end is None:
        return "until Ctrl-C"
    if call.bytes is None:
        return ""
    if re.search(r"\d", call.text or ""):  # the number of a process, say
        return "some bytes"
    return f"{call.bytes} bytes"


def collapsed(items: list[Item]) -> list[Item]:
    """Equal calls in a row as one, with the sum of their bytes; no sum where it is long."""

    def kind(each: Item) -> tuple:
        data = each.outcome.endswith("bytes") and each.outcome not in ("0 bytes", "some bytes")
        return each.call, each.line, each.on, data or each.outcome

    found = []
    for (*_, data), group in itertools.groupby(items, kind):
        row = list(group)
        total = sum(int(each.outcome.split()[0]) for each in row) if data is True else 0
        first = next((each for each in row if each.waited), row[0])
        text = row[0].outcome if data is not True else f"{total} bytes" if total < BULK else "many bytes"
        found.append(replace(first, outcome=text))
    return found


def by_connection(items: list[Item]) -> list[str]:
    """The calls sorted by what they are about; of those that wait for all, only in which lines the thread has waited."""
    waits = sorted({str(replace(each, on=None, woken_by="")) for each in items if each.call in WAITERS and each.waited})
    rest = sorted((each for each in items if each.call not in WAITERS), key=lambda each: each.on or "")
    return waits + [str(each) for each in rest]


def differences(old: Timeline, new: Timeline, scenario: Scenario) -> list[str]:
    """In what two timelines differ that the declaration does not allow, as lines of a comparison; none if in nothing."""
    before, after = normalized(old, scenario), normalized(new, scenario)
    found = []
    for lane in dict.fromkeys([*before, *after]):
        lines = difflib.unified_diff(before.get(lane, []), after.get(lane, []), n=1, lineterm="")
        found += [f"{lane}: {line}" for line in lines if line[:2] not in ("--", "++", "@@")]
    return found


def advice(old: Timeline, new: Timeline, scenario: Scenario) -> str:
    """What to declare if the difference is only luck; empty where a declaration would not help."""
    before, after = normalized(old, scenario), normalized(new, scenario)
    lucky = {}
    for lane in old.lanes:
        removed = Counter(before.get(lane.name, [])) - Counter(after.get(lane.name, []))
        added = Counter(after.get(lane.name, [])) - Counter(before.get(lane.name, []))
        if Counter(filter(None, map(without_wait, removed.elements()))) != Counter(
            filter(None, map(without_wait, added.elements()))
        ):
            return f'\nor, if that order is luck, declare it: picture = {{ any-order = ["{lane.name}"] }}'
        for text in removed | added:
            if match := re.match(r"line (\d+): ", text):
                source = source_line(scenario, lane.program, int(match[1])).partition("  #")[0].strip()
                lucky[f"{lane.program}: {source}"] = None
    entries = ", ".join(f"'''{text}'''" if "'" in text else f"'{text}'" for text in lucky)
    return f"\nor, if that wait is luck, declare it: picture = {{ may-wait = [{entries}] }}" if lucky else ""


def without_wait(text: str) -> str:
    if re.search(rf": ({'|'.join(LOCKS.values())}) ", text):
        return ""
    return re.sub(r" (waited|may wait)|( woken by .*)", "", text)

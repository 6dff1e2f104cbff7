"""The normal form of a timeline: what every run of the same programs has in common, and how two of them differ.

It has, for each lane, its calls in order: name, line, connection, outcome, whether the thread waited, and by whose
call it was woken. It has no times. Equal calls in a row count as one, and of long transfers the sizes are left out,
as the kernel cuts a stream where it likes. What else may vary is declared, in `picture` of the scenario.
"""

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import read_program
from wouldblock.timelines.model import BULK, LOCKS, WAITERS, Call, Timeline

SOME, MANY = "some bytes", "many bytes"  # where the count is luck


@dataclass(frozen=True)
class Item:
    """What is compared of a call, or of several equal ones in a row.

    `outcome`: a number of bytes, or in words.  `waited`: 'waited', '' or, where that is luck, 'may wait'.
    """

    call: str
    line: int | None
    on: str | None
    outcome: int | str
    waited: str
    woken_by: str

    @property
    def moves_bytes(self) -> bool:
        """Whether the outcome is a number of bytes that says how many were moved."""
        return isinstance(self.outcome, int) and self.outcome > 0

    def __str__(self) -> str:
        outcome = f"{self.outcome} bytes" if isinstance(self.outcome, int) else self.outcome
        words = [f"line {self.line}:" if self.line else "", self.call, self.on and f"on {self.on}", outcome]
        return " ".join(filter(None, [*words, self.waited, self.woken_by and f"woken by {self.woken_by}"]))


def may_wait(call: Call, timeline: Timeline, scenario: Scenario) -> bool:
    """Whether this call may or may not wait, as the declaration says."""
    program = timeline.lanes[call.lane].program
    return can_be_luck(call) and any(
        program == name and call.line and text in source_line(scenario, program, call.line)
        for name, text in scenario.variation.may_wait
    )


def can_be_luck(call: Call) -> bool:
    """Whether a call could wait in one run and not in another: not if it waited to the end, or only asked."""
    return (
        call.end is not None and call.error not in ("timeout", "EAGAIN") and call.call not in ("close", "start thread")
    )


def source_line(scenario: Scenario, program: str, line: int) -> str:
    """A line of a program, counted from 1."""
    return read_program(scenario.folder / program).splitlines()[line - 1]


def normalized(timeline: Timeline, scenario: Scenario) -> dict[str, list[Item]]:
    """The normal form: for each lane, by its name, the items in order."""
    lanes: dict[str, list[Item]] = {}
    for index, lane in enumerate(timeline.lanes):
        items = [item(call, timeline, scenario) for call in timeline.calls if call.lane == index]
        # A lock that was free leaves no trace, as no system call is needed to take it.
        items = [each for each in items if not (each.call in LOCKS.values() and each.waited == "may wait")]
        items = collapsed(items)
        lanes[lane.name] = by_connection(items) if lane.name in scenario.variation.any_order else items
    for beginning in scenario.variation.alike:
        names = [name for name in lanes if name.startswith(beginning)]
        lanes |= zip(names, sorted((lanes[name] for name in names), key=lines), strict=True)
    return lanes


def lines(items: list[Item]) -> list[str]:
    """Items as a comparison shows them."""
    return [str(each) for each in items]


def item(call: Call, timeline: Timeline, scenario: Scenario) -> Item:
    """What is compared of one call."""
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
    """The name of a call's lane, or what it has in common with those that are declared alike."""
    name = timeline.lanes[call.lane].name
    return next((f"{lane} …" for lane in scenario.variation.alike if name.startswith(lane)), name)


def outcome(call: Call) -> int | str:
    """What a call came to: a number of bytes, or in words."""
    if call.error:
        return call.error
    if call.end is None:
        return "until Ctrl-C"
    if call.bytes is None:
        return ""
    return SOME if re.search(r"\d", call.text or "") else call.bytes  # the number of a process, say


def collapsed(items: list[Item]) -> list[Item]:
    """Equal items in a row as one, with the sum of their bytes; no sum where it is large."""

    def kind(each: Item) -> tuple:
        return each.call, each.line, each.on, "moved" if each.moves_bytes else each.outcome

    merged = []
    for _, group in itertools.groupby(items, kind):
        row = list(group)
        total = sum(each.outcome for each in row if isinstance(each.outcome, int))
        waiting = next((each for each in row if each.waited), row[0])
        come_to = row[0].outcome if not row[0].moves_bytes else total if total < BULK else MANY
        merged.append(replace(waiting, outcome=come_to))
    return merged


def by_connection(items: list[Item]) -> list[Item]:
    """The items sorted by what they are about; of waits for all, only in which lines the thread has waited."""
    waits = {replace(each, on=None, woken_by="") for each in items if each.call in WAITERS and each.waited}
    rest = [each for each in items if each.call not in WAITERS]
    return sorted(waits, key=str) + sorted(rest, key=lambda each: each.on or "")


def differences(old: Timeline, new: Timeline, scenario: Scenario) -> list[str]:
    """In what two timelines differ that the declaration does not allow, as lines of a comparison; none if in nothing."""
    before, after = normalized(old, scenario), normalized(new, scenario)
    differing = []
    for lane in dict.fromkeys([*before, *after]):
        texts = lines(before.get(lane, [])), lines(after.get(lane, []))
        diff = difflib.unified_diff(*texts, n=1, lineterm="")
        differing += [f"{lane}: {line}" for line in diff if line[:2] not in ("--", "++", "@@")]
    return differing


def advice(old: Timeline, new: Timeline, scenario: Scenario) -> str:
    """What to declare if the difference is only luck; empty where a declaration would not help."""
    before, after = normalized(old, scenario), normalized(new, scenario)
    lucky = {}
    for lane in old.lanes:
        removed = Counter(before.get(lane.name, [])) - Counter(after.get(lane.name, []))
        added = Counter(after.get(lane.name, [])) - Counter(before.get(lane.name, []))
        if apart_from_waits(removed.elements()) != apart_from_waits(added.elements()):
            return f'\nor, if that order is luck, declare it: picture = {{ any-order = ["{lane.name}"] }}'
        for each in removed | added:
            if each.line:
                source = source_line(scenario, lane.program, each.line).partition("  #")[0].strip()
                lucky[f"{lane.program}: {source}"] = None
    entries = ", ".join(f"'''{text}'''" if "'" in text else f"'{text}'" for text in lucky)
    return f"\nor, if that wait is luck, declare it: picture = {{ may-wait = [{entries}] }}" if lucky else ""


def apart_from_waits(items: Iterable[Item]) -> Counter[Item]:
    """The items without who waited and who woke them, and without locks, which leave a trace only if somebody waits."""
    return Counter(replace(each, waited="", woken_by="") for each in items if each.call not in LOCKS.values())

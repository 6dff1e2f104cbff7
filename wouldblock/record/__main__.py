"""Record the timelines that pages draw, or compare them with new recordings: `nox -s record`.

A timeline is written only if several recordings, some of them beside processes that burn the processors, have the
same normal form: a picture shows nothing that is luck, unless the declaration says so.
"""

import argparse
import sys
from collections.abc import Iterator

from wouldblock.linux import strace
from wouldblock.project import DOCS, ProjectError, shown_path
from wouldblock.record.recorder import record
from wouldblock.run.hogs import hogs
from wouldblock.scenario.model import Scenario, by_name, find
from wouldblock.timelines import claims
from wouldblock.timelines.compare import advice, differences, may_wait
from wouldblock.timelines.files import load_timeline, save_timeline, timeline_file
from wouldblock.timelines.model import Timeline

QUIET, BUSY = 3, 3  # recordings to compare before one is written


def main() -> int:
    """Record or compare what is asked for; 1 if a recording failed or differs."""
    options = argparse.ArgumentParser(prog="nox -s record --", description=__doc__)
    options.add_argument(
        "scenarios", nargs="*", metavar="chapter/name", help="all that have a timeline, if none is named"
    )
    options.add_argument("--check", action="store_true", help="write nothing; compare new recordings with the old ones")
    options.add_argument("--repeats", type=int, default=1, help="how many new recordings to compare")
    options.add_argument("--hogs", type=int, default=0, help="processes that burn the processors meanwhile")
    chosen = options.parse_args()
    if reason := strace.reason_not_here():
        print(reason, file=sys.stderr)
        return 1
    try:
        scenarios = [by_name(name) for name in chosen.scenarios] or recorded()
    except ProjectError as error:
        print(error, file=sys.stderr)
        return 1
    failed = 0
    for scenario in scenarios:
        if chosen.check:
            with hogs(chosen.hogs):
                failed += check(scenario, chosen.repeats)
        else:
            failed += not write(scenario)
    return min(failed, 1)


def recorded() -> list[Scenario]:
    """The scenarios that have a timeline."""
    return [scenario for scenario in find() if timeline_file(scenario.name).exists()]


def write(scenario: Scenario) -> bool:
    """Record a scenario several times and keep the first recording; False if they differ."""
    print(f"{scenario.name} … ", end="", flush=True)
    first = None
    for busy in (False, True):
        with hogs(4 * busy):
            for _ in range(BUSY if busy else QUIET):
                try:
                    new = record(scenario)
                except ProjectError as error:
                    print(f"failed:\n{error}")
                    return False
                first = first or new
                if lines := differences(first, new, scenario):
                    print("differs from run to run:", *lines, sep="\n    ")
                    print(f"make the programs wait for each other{advice(first, new, scenario)}")
                    return False
    for call in first.calls:
        call.varies = may_wait(call, first, scenario)
    save_timeline(first, timeline_file(scenario.name))
    print(f"{len(first.lanes)} lanes, {len(first.calls)} calls in {shown_path(timeline_file(scenario.name))}")
    return True


def check(scenario: Scenario, repeats: int) -> int:
    """Compare new recordings with the timeline that is there; the number of those that differ."""
    differ = 0
    for _ in range(repeats):
        if text := problem(scenario):
            differ += 1
            print(text)
    print(f"{scenario.name}: {repeats - differ} of {repeats} recordings agree", flush=True)
    return differ


def problem(scenario: Scenario, old: Timeline | None = None) -> str:
    """What is wrong with the timeline of a scenario, after a new recording, with what mends it; empty if nothing is."""
    try:
        old = old or load_timeline(timeline_file(scenario.name))
    except ProjectError as error:
        return str(error)
    cure = f"if what the programs do now is right, record it with: nox -s record -- {scenario.name}"
    if not old.is_of(scenario):
        return f"the timeline of {scenario.name} was recorded from other programs; {cure}"
    try:
        new = record(scenario)
    except ProjectError as error:
        return f"{scenario.name} could not be recorded:\n{error}"
    if lines := differences(old, new, scenario):
        return "\n    ".join([f"{scenario.name} ran in another way than its timeline says:", *lines]) + (
            f"\n{cure}{advice(old, new, scenario)}"
        )
    return "\n".join(untrue(scenario, new))


def untrue(scenario: Scenario, new: Timeline) -> Iterator[str]:
    """What the caption of a picture says, but a new recording does not show: the comparison leaves out what is luck."""
    for page in sorted(DOCS.rglob("*.md")):
        for name, options in claims.pictures(page.read_text("utf-8")):
            for option in claims.for_caption(options) if name == scenario.name else []:
                try:
                    claims.check(claims.parse(option), new, scenario)
                except ProjectError as error:
                    yield f"{shown_path(page)}: '{option}': {error}"


if __name__ == "__main__":
    sys.exit(main())

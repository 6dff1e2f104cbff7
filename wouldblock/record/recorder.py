"""Record a run of a scenario: run it beneath strace, and make a timeline of what strace has written."""

import datetime
import platform
import re
import tempfile
from itertools import chain
from operator import attrgetter
from pathlib import Path

from wouldblock.record import strace
from wouldblock.record.calls import Reader
from wouldblock.record.causes import find_causes
from wouldblock.record.descriptors import Thing
from wouldblock.record.lanes import find_lanes
from wouldblock.record.queues import Sample, Sampler
from wouldblock.record.shorten import shorten
from wouldblock.run.loopback import with_loopback
from wouldblock.run.process import Run, Watcher
from wouldblock.run.runner import run_here
from wouldblock.scenario.model import Scenario
from wouldblock.timelines.model import Buffers, Timeline, fingerprints

INSIDE = Path(__file__).parent / "inside"
MOST_SAMPLES = 120
VERSION = re.compile(r"\d+\.\d+")  # of the kernel, without its own build


class RecordingError(Exception):
    """A sentence for the author: what went wrong in the run that was recorded."""


def record(scenario: Scenario, *, own_network: bool = True) -> Timeline:
    """Run a scenario once and return what its processes asked the kernel for; raises RecordingError."""
    with tempfile.TemporaryDirectory() as folder:
        logs, meeting = Path(folder, "logs"), Path(folder, "meeting")
        logs.mkdir(), meeting.mkdir()
        if scenario.picture.own_pace:
            (meeting / "own-pace").mkdir()

        watcher = Watcher(
            lambda number: strace.command(logs, number, f"WOULDBLOCK_EXTRA=lines:{meeting}"),
            lambda: any(meeting.glob("held-*")),
            INSIDE,
        )

        def run() -> tuple[list[Run], dict[int, list[Sample]]]:
            with Sampler(meeting, wanted=scenario.picture.buffers) as sampler:
                runs = run_here(scenario, watcher)
            return runs, sampler.samples

        runs, samples = with_loopback(run, own=own_network, shared_port=scenario.uses_shared_port)
        if problems := [problem for each in runs for problem in each.problems]:
            raise RecordingError("\n".join(problems))
        starts = strace.read(logs)
    found = find_lanes([each.program.name for each in runs], starts)
    reader = Reader(found, sorted(chain(*starts.values()), key=attrgetter("start")))
    find_causes(reader.calls)
    lanes, calls, begin = shorten(found.all, reader.calls)
    recorded = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "system": f"{platform.system()} {VERSION.match(platform.release())[0]}",
        "python": platform.python_version(),
        "strace": strace.version(),
    }
    buffers = under_way(samples, reader.descriptors.things, begin)
    return Timeline(scenario.name, recorded, fingerprints(scenario), lanes, calls, buffers)


def under_way(samples: dict[int, list[Sample]], things: dict[frozenset, Thing], begin: float) -> Buffers | None:
    """The samples of the connection that carried most, those that differ enough to be seen; times in ms."""
    if not samples:
        return None
    port, rows = max(samples.items(), key=lambda item: max(sum(row[1:]) for row in item[1]))
    of = next(thing.name for key, thing in things.items() if any(end.endswith(f":{port}") for end in key))
    step = max(sum(row[1:]) for row in rows) // 1000
    kept = rows
    while len(kept) > MOST_SAMPLES:
        kept, step = rows[:1], step * 2 + 1
        for row in rows[1:-1]:
            if max(abs(row[1] - kept[-1][1]), abs(row[2] - kept[-1][2])) >= step:
                kept.append(row)
        kept.append(rows[-1])
    return Buffers(of, [[round((now - begin) * 1000, 1), *sizes] for now, *sizes in kept])

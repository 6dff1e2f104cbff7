"""Record a run of a scenario: run it beneath strace, and make a timeline of what strace has written."""

import datetime
import platform
import re
import tempfile
from itertools import chain
from operator import attrgetter
from pathlib import Path

from wouldblock.linux import strace
from wouldblock.project import ProjectError
from wouldblock.record.calls import Reader
from wouldblock.record.causes import find_causes
from wouldblock.record.descriptors import Addresses, Thing
from wouldblock.record.lanes import find_lanes
from wouldblock.record.queues import Sample, Sampler
from wouldblock.record.shorten import shorten
from wouldblock.run.loopback import with_loopback
from wouldblock.run.outcome import Run
from wouldblock.run.process import Watcher
from wouldblock.run.runner import run_here
from wouldblock.scenario.model import Scenario
from wouldblock.timelines.model import Buffers, Timeline, fingerprints

INSIDE = Path(__file__).parent / "inside"
MOST_SAMPLES = 120
CALLS = (
    "accept,accept4,connect,listen,shutdown,sendto,sendmsg,recvfrom,recvmsg,read,write,close,"
    "select,pselect6,poll,ppoll,epoll_wait,epoll_pwait,?epoll_pwait2,epoll_ctl,fork,vfork,clone,clone3,wait4,waitid,"
    "ioctl,execve,futex,clock_nanosleep,pause,rt_sigsuspend,kill,tgkill,exit,exit_group"
)


class RecordingError(ProjectError):
    """A sentence for the author: what went wrong in the run that was recorded."""


def record(scenario: Scenario, *, own_network: bool = True) -> Timeline:
    """Run a scenario once and return what its processes asked the kernel for; raises RecordingError, UnknownText."""
    with tempfile.TemporaryDirectory() as folder:
        logs, meeting = Path(folder, "logs"), Path(folder, "meeting")
        logs.mkdir()
        meeting.mkdir()
        if scenario.variation.own_pace:
            (meeting / "own-pace").mkdir()

        options = ["--seccomp-bpf", "--string-limit=80", f"--env=WOULDBLOCK_EXTRA=lines:{meeting}"]
        watcher = Watcher(
            lambda number: strace.command(logs / str(number), CALLS, *options),
            lambda: any(meeting.glob("held-*")),
            INSIDE,
        )

        def run() -> tuple[list[Run], dict[int, list[Sample]]]:
            with Sampler(meeting, wanted=scenario.variation.buffers) as sampler:
                runs = run_here(scenario, watcher)
            return runs, sampler.samples

        runs, samples = with_loopback(run, own=own_network, shared_port=scenario.uses_shared_port)
        if problems := [problem for each in runs for problem in each.problems]:
            raise RecordingError("\n".join(problems))
        raw_calls = strace.read(logs)
    all_lanes = find_lanes([each.program.name for each in runs], [raw_calls[str(start)] for start in range(len(runs))])
    reader = Reader(all_lanes)
    all_calls = reader.read(sorted(chain(*raw_calls.values()), key=attrgetter("start")))
    find_causes(all_calls)
    lanes, calls, begin = shorten(all_lanes.all, all_calls)
    kernel = re.sub(r"(\d+\.\d+).*", r"\1", platform.release())  # without its own build
    recorded = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "system": f"{platform.system()} {kernel}",
        "python": platform.python_version(),
        "strace": strace.version(),
    }
    buffers = under_way(samples, reader.descriptors.things, begin)
    return Timeline(scenario.name, recorded, fingerprints(scenario), lanes, calls, buffers)


def under_way(samples: dict[int, list[Sample]], things: dict[Addresses, Thing], begin: float) -> Buffers | None:
    """The samples of the connection that carried most, those that differ enough to be seen; times in ms.

    `samples` are by the client's port; `begin` is when the timeline begins, in seconds since the epoch.
    """
    if not samples:
        return None
    port, rows = max(samples.items(), key=lambda item: max(_bytes(row) for row in item[1]))
    name = next(thing.name for key, thing in things.items() if any(end.endswith(f":{port}") for end in key))
    step = max(map(_bytes, rows)) // 1000
    kept = rows
    while len(kept) > MOST_SAMPLES:
        kept, step = rows[:1], step * 2 + 1
        for row in rows[1:-1]:
            if max(abs(row[1] - kept[-1][1]), abs(row[2] - kept[-1][2])) >= step:
                kept.append(row)
        kept.append(rows[-1])
    return Buffers(name, [[round((now - begin) * 1000, 1), sent, unread] for now, sent, unread in kept])


def _bytes(sample: Sample) -> int:
    """All that is under way."""
    return sample[1] + sample[2]

"""Record a run of a scenario: run it beneath strace, and make a timeline of what strace has written."""

import datetime
import platform
import tempfile
from pathlib import Path

from wouldblock import strace
from wouldblock.causes import find_causes
from wouldblock.network import with_loopback
from wouldblock.runner import run_here
from wouldblock.scenario import Scenario
from wouldblock.sampler import Sampler
from wouldblock.shorten import shorten
from wouldblock.timeline import Timeline, fingerprints
from wouldblock.trace_reader import Reader


class RecordingError(Exception):
    """A sentence for the author: what went wrong in the run that was recorded."""


def record(scenario: Scenario, *, own_network: bool = True) -> Timeline:
    """Run a scenario once and return what its processes asked the kernel for; raises RecordingError."""
    with tempfile.TemporaryDirectory() as folder:
        logs, meeting = Path(folder, "logs"), Path(folder, "meeting")
        logs.mkdir(), meeting.mkdir()
        variable = f"WOULDBLOCK_RECORDING={'-' if scenario.picture.buffers else meeting}"

        def run() -> tuple[list, list]:
            with Sampler(wanted=scenario.picture.buffers) as sampler:
                runs = run_here(scenario, lambda number: strace.command(logs, number, variable))
            return runs, sampler.samples

        runs, samples = with_loopback(run, own=own_network, shared_port=scenario.uses_shared_port)
        if problems := [problem for each in runs for problem in each.problems]:
            raise RecordingError("\n".join(problems))
        reader = Reader([each.program.name for each in runs], strace.read(logs))
    find_causes(reader.lanes, reader.calls)
    timeline = Timeline(
        scenario.name,
        {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(),
            "strace": strace.version(),
        },
        fingerprints(scenario),
        *shorten(reader.lanes, reader.calls),
    )
    return timeline

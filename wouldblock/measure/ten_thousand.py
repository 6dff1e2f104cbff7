"""Ten thousand threads, processes, coroutines and idle connections: the time to have them, and their memory."""

import json
import subprocess
import sys

from wouldblock.figures.names import MEMORY_OF_EACH, OF_MANY, TIME
from wouldblock.measure.idle import room_for
from wouldblock.measure.measurement import Measurement
from wouldblock.measure.memory import reason_too_little
from wouldblock.measure.servers import end
from wouldblock.project import ROOT

WHAT = "the time until so many of a kind are there and wait, and the memory of each"
SECONDS = 80
OF_A_PROCESS = 1  # MiB, about
MANY = [1000, 10_000]


def measure(m: Measurement) -> None:
    """Have so many of each kind, in turns, each in a process of its own."""
    counts = [100] if m.short else MANY
    for _ in m.rounds(3, least=1):
        for kind, count in m.turns([(kind, count) for count in counts for kind in OF_MANY]):
            reason = room_for(count) if kind == "connections" else ""
            if kind == "processes":
                reason = reason_too_little(count, OF_A_PROCESS)
            if reason:
                m.leave_out(TIME, kind, count, reason)
                continue
            report = hold(kind, count)
            if "reason" in report:
                m.leave_out(TIME, kind, count, report["reason"])
                continue
            m.note(TIME, kind, count, report["seconds"])
            if report["memory"] is None:
                m.leave_out(MEMORY_OF_EACH, kind, count, "only Linux tells it in this form")
            else:
                m.note(MEMORY_OF_EACH, kind, count, report["memory"] / count / 1024)


def hold(kind: str, count: int) -> dict:
    """Let a process of its own hold so many of a kind, and return what it reports."""
    popen = subprocess.Popen(
        [sys.executable, "-m", "wouldblock.measure.workers.hold", kind, str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=sys.platform != "win32",
    )
    try:
        return json.loads(popen.communicate(timeout=60)[0])
    except subprocess.TimeoutExpired:
        return {"reason": "they were not there after 60 seconds"}
    except ValueError:
        return {"reason": f"the process that made them ended with status {popen.returncode}"}
    finally:
        end(popen)

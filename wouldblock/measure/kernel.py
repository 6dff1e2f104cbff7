"""The memory that the kernel holds for threads, processes, coroutines and idle connections, beside their own."""

import sys
import time

from wouldblock.figures.names import MEMORY_OF_EACH, OF_KERNEL, OF_MANY, WHOLE_MEMORY
from wouldblock.measure.idle import room_for
from wouldblock.measure.measurement import Measurement
from wouldblock.measure.memory import kernel, reason_too_little
from wouldblock.measure.ten_thousand import OF_A_PROCESS, hold

WHAT = "the memory of each of so many of a kind: their own, that of the kernel for them, and the whole"
SECONDS = 80
MANY = 3000  # enough to stand out from what else the kernel does, and few enough to be gone soon
STILL = 2**20  # bytes by which the kernel's memory may change in a second that counts as quiet


def measure(m: Measurement) -> None:
    """Have so many of each kind, and see by how much the kernel grows."""
    count = 300 if m.short else MANY
    for _ in m.rounds(5, least=2):
        for kind in m.turns(OF_MANY):
            reason = reason_too_little(count, OF_A_PROCESS) if kind == "processes" else ""
            reason = room_for(count) if kind == "connections" else reason
            reason = reason if sys.platform == "linux" else "only Linux tells it in this form"
            report = {"reason": reason} if reason else hold_when_quiet(kind, count)
            if "reason" in report:
                m.leave_out(OF_KERNEL, kind, count, report["reason"])
                continue
            ends = 2 if kind == "connections" else 1  # the peer's end lies in the same kernel
            own, of_kernel = (report[name] / count / 1024 for name in ("memory", "kernel"))
            m.note(MEMORY_OF_EACH, kind, count, own)
            m.note(OF_KERNEL, kind, count, of_kernel / ends)
            m.note(WHOLE_MEMORY, kind, count, own + of_kernel / ends)


def hold_when_quiet(kind: str, count: int) -> dict:
    """What `hold` reports, as soon as the kernel has given back what it held for those before; ten seconds later at most."""
    for _ in range(10):
        before = kernel()
        time.sleep(1)
        if abs(kernel() - before) < STILL:
            break
    return hold(kind, count)

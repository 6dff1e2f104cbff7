"""Let one thing happen at a time; only in a program that is being recorded.

Whether a recv() begins before the send() that feeds it is luck, on a busy machine more so. So a thread that is
about to wake somebody, by a send, a connect, a close, is held until all other threads of the scenario are at rest:
asleep, and not woken meanwhile. Of several that are held, servers go first, then the one that came first.

The processes of a scenario know each other by a folder, in which each has a folder that is named by its number, and
each thread that is held has one that is named by its rank and itself. Only system calls are used that the recording
does not watch, as each one that it watches takes a busy machine a while.
"""

import os
import signal
import sys
import threading
import time

PAUSE = 0.006  # seconds; a thread that wants the GIL is woken more often than that
ENOUGH = 0.05  # seconds of work after which a thread is believed to never rest: one that asks again and again
PATIENCE = 5  # seconds
AWAKE, NEVER_RESTS = "awake", "never rests"  # states of a thread; any other one is the count of its sleeps


class Pace:
    """Holds the threads of this process; `folder` is where all processes of the scenario meet."""

    def __init__(self, folder: str):
        self.folder = folder
        self.rank = 0 if os.path.basename(sys.orig_argv[-1]).startswith("server") else 1
        os.mkdir(f"{folder}/{os.getpid()}")
        os.register_at_fork(before=self._announce, after_in_child=self._register)

    def _announce(self) -> None:
        """A child is coming: nobody else goes on before it is known."""
        self.coming = f"{self.folder}/coming-{time.monotonic_ns()}-{threading.get_native_id()}"
        os.mkdir(self.coming)

    def _register(self) -> None:
        os.mkdir(f"{self.folder}/{os.getpid()}")
        os.rmdir(self.coming)

    def hold(self) -> None:
        """Return when all others are at rest, or after a while."""
        mark = f"held-{self.rank}{time.monotonic_ns():020}-{threading.get_native_id()}"
        os.mkdir(f"{self.folder}/{mark}")
        try:
            deadline = time.monotonic() + PATIENCE
            worked, before = {}, {}
            while time.monotonic() < deadline:
                now = self._others(mark, worked)
                if now == before and AWAKE not in now.values():
                    break
                before = now
                signal.sigtimedwait([], PAUSE)  # sleep
        finally:
            os.rmdir(f"{self.folder}/{mark}")

    def _others(self, own: str, worked: dict[str, float]) -> dict[str, str]:
        """For each other thread of the scenario how often it has gone to sleep, or AWAKE, or NEVER_RESTS."""
        names = os.listdir(self.folder)
        later = {name.rpartition("-")[2] for name in names if name.startswith("held-") and name >= own}
        states = {name: AWAKE for name in names if name.startswith("coming-")}
        for process in filter(str.isdigit, names):
            tasks = f"/proc/{process}/task"
            for thread in threads(tasks):
                if thread not in later:
                    states[thread] = sleeps(f"{tasks}/{thread}/status")
                    work = worked_for(f"{tasks}/{thread}/schedstat")
                    if states[thread] == AWAKE and work - worked.setdefault(thread, work) > ENOUGH:
                        states[thread] = NEVER_RESTS
        return states


def threads(tasks: str) -> list[str]:
    """The threads of a process, by the path of its `task`."""
    try:
        return os.listdir(tasks)
    except FileNotFoundError:  # the process has ended
        return []


def sleeps(status: str) -> str:
    """How often a thread has gone to sleep, by the path of its `status`, or AWAKE."""
    text = read(status)
    if "State:\tS" not in text and "State:\tZ" not in text:
        return AWAKE
    return text.partition("\nvoluntary_ctxt_switches:")[2].split()[0]


def worked_for(schedstat: str) -> float:
    """The seconds that a thread was on a processor, by the path of its `schedstat`."""
    return int((read(schedstat) or "0").split()[0]) / 1e9


def read(file: str) -> str:
    """The text of a file in /proc, by system calls that are not watched; '' if it is gone."""
    try:
        number = os.open(file, os.O_RDONLY)
    except OSError:  # it has just ended
        return ""
    try:
        return os.pread(number, 4096, 0).decode()
    except OSError:
        return ""
    finally:
        os.closerange(number, number + 1)

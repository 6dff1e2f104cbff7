"""A process with all that it has started: interrupted as a terminal does it, watched, and killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from wouldblock.linux import proc

POSIX = os.name == "posix"
LIKELY_ASLEEP = 0.25  # seconds after which a program is believed to wait, where the system does not tell
OWN_GROUP = 0 if POSIX else getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # as creationflags of Popen
ENDED_BY_CTRL_C = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])"
)


def with_ctrl_c(command: list[str]) -> list[str]:
    """A command that Ctrl-C ends even if it does not ask for that, as every program of a terminal is.

    A shell starts what is in the background with SIGINT ignored, and a program inherits that through us.
    """
    if POSIX and signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        return [sys.executable, "-I", "-S", "-c", ENDED_BY_CTRL_C, *command]
    return command


class ProcessGroup:
    """The group of a process that was started with `start_new_session=POSIX, creationflags=OWN_GROUP`."""

    def __init__(self, leader: subprocess.Popen):
        self.leader = leader

    def interrupt(self) -> None:
        """Press Ctrl-C; on Windows, where that reaches no group of its own, Ctrl-Break."""
        self._signal(signal.SIGINT if POSIX else getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))

    def kill(self, goes_silent: Callable[[float], object]) -> None:
        """End all processes, after their threads have told where they stand.

        `goes_silent` waits so many seconds for them to have done so.
        """
        if POSIX:
            self._signal(signal.SIGABRT)  # faulthandler answers with the stacks of all threads
            goes_silent(1)
            self._signal(signal.SIGKILL)
        else:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(self.leader.pid)], capture_output=True, check=False)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended
            if POSIX:
                os.killpg(self.leader.pid, number)
            else:
                self.leader.send_signal(number)

    def lives(self) -> bool:
        """Whether a process of the group still runs; one that only waits to be reaped does not."""
        if sys.platform == "linux":
            return any(state not in "ZX" for state in proc.states(self.leader.pid))
        if not POSIX or self.leader.poll() is None:
            return False
        try:
            os.killpg(self.leader.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def sleeps(self) -> bool:
        """Whether no thread of the group has work to do: known on Linux, elsewhere likely after a while."""
        if sys.platform == "linux":
            return not set(proc.states(self.leader.pid)) - set("SZX")
        time.sleep(LIKELY_ASLEEP)
        return True

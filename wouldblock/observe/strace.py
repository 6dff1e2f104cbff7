"""Watch one connection with strace: which thread accepts, reads, answers, and what else it takes.

strace slows what it watches, so it tells here who does what in which order, and never how long it took.
"""

import re
import signal
import subprocess
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from pathlib import Path
from types import TracebackType

from wouldblock.linux import proc, strace
from wouldblock.linux.strace import RawCall, UnknownText

WATCHED = (
    "accept,accept4,clone,clone3,fork,vfork,connect,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,sendfile"
)
ATTACHED = re.compile(r"strace: Process (\d+) attached(?: with \d+ threads)?\n")
GONE = re.compile(r"strace: attach: ptrace\(PTRACE_SEIZE, (\d+)\): No such process\n")


class CannotTrace(Exception):
    """One sentence that says why strace can't watch here."""


class Trace:
    """strace on some running processes and their threads, for the length of a `with` block; then ask for its `calls()`.

    `folder`, which has to be there, takes what it writes. Raises CannotTrace where it is not allowed, and UnknownText.
    """

    def __init__(self, pids: Iterable[int], folder: Path):
        if reason := strace.reason_not_here():
            raise CannotTrace(reason)
        self.pids, self.folder = list(pids), folder

    def __enter__(self) -> "Trace":
        processes = [f"--attach={pid}" for pid in self.pids]
        command = strace.command(self.folder / "trace", WATCHED, "--string-limit=60", *processes)
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            self._wait_attached()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _wait_attached(self) -> None:
        """Wait until strace has said of each process that it watches it, or that it is gone."""
        waiting = set(self.pids)
        while waiting:
            line = self.process.stderr.readline() if self.process.stderr else ""
            if not line or "not permitted" in line:
                raise CannotTrace(
                    "strace may not watch processes here; run as root, or set the system's kernel.yama.ptrace_scope to 0"
                )
            if not (match := ATTACHED.fullmatch(line) or GONE.fullmatch(line)):
                raise UnknownText(line.strip())
            waiting.discard(int(match[1]))

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate()

    def calls(self) -> list[RawCall]:
        """The calls that returned while it watched, in the order of their ends. Raises UnknownText."""
        calls = chain(*strace.read(self.folder).values())
        return sorted((call for call in calls if call.end is not None and call.name != "end"), key=attrgetter("end"))


def threads_of(pids: Iterable[int]) -> dict[int, int]:
    """{thread: pid}."""
    return {thread: pid for pid in pids for thread in proc.threads(pid)}

"""Watch one connection with strace: which thread accepts, reads, answers, and what else it takes.

strace slows what it watches, so it tells here who does what in which order, and never how long it took.
"""

import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from wouldblock.observe import proc

WATCHED = (
    "accept,accept4,clone,clone3,fork,vfork,connect,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,sendfile"
)
UNFINISHED = " <unfinished ...>"


class CannotTrace(Exception):
    """One sentence that says why strace can't watch here."""


@dataclass(frozen=True)
class Call:
    """A system call as strace shows it: `accept4(3<TCP:[127.0.0.1:80]>, …) = 5<…>`."""

    thread: int
    name: str
    arguments: str
    result: str

    @property
    def failed(self) -> bool:
        return self.result.startswith("-1")


class Trace:
    """strace on some running processes and their threads, for the length of a `with` block; then ask for its `calls()`."""

    def __init__(self, pids: list[int], file: Path):
        if not shutil.which("strace"):
            raise CannotTrace("strace is not here; on Debian install it with: apt-get install strace")
        self.pids, self.file = pids, file

    def __enter__(self) -> "Trace":
        chosen = [word for pid in self.pids for word in ("-p", str(pid))]
        command = ["strace", "-f", "-yy", "-s", "60", "-o", str(self.file), "-e", f"trace={WATCHED}", *chosen]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        waiting = set(map(str, self.pids))
        while waiting:
            said = self.process.stderr.readline()
            if not said or "not permitted" in said:
                self.__exit__()
                raise CannotTrace(
                    "strace may not watch processes here; run as root, or set the system's kernel.yama.ptrace_scope to 0"
                )
            waiting.difference_update(re.findall(r"(?<=Process )\d+(?= attached)|\d+(?=\): No such process)", said))
        return self
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate()

    def calls(self) -> list[Call]:
        """What it saw until it ended, in order of their ends, each interrupted call in one piece."""
        begun, found = {}, []
        for line in self.file.read_text(errors="replace").splitlines():
            thread, _, text = line.partition(" ")
            text = text.strip()
            if text.endswith(UNFINISHED):
                begun[thread] = text.removesuffix(UNFINISHED)
                continue
            if rest := re.match(r"<\.\.\. \w+ resumed>(.*)", text):
                text = begun.pop(thread, "") + rest[1]
            if match := re.match(r"(\w+)\((.*)\) += (.*)", text):
                found.append(Call(int(thread), *match.groups()))
        return found


def threads_of(pids: list[int]) -> dict[int, int]:
    """{thread: pid}."""
    return {thread: pid for pid in pids for thread in proc.threads(pid)}

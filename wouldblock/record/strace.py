"""What strace is told, and what it has written: the only module that knows its text."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

CALLS = (
    "accept,accept4,connect,listen,shutdown,sendto,sendmsg,recvfrom,recvmsg,read,write,close,"
    "select,pselect6,poll,ppoll,epoll_wait,epoll_pwait,epoll_ctl,fork,vfork,clone,clone3,wait4,waitid,"
    "ioctl,execve,futex,clock_nanosleep,pause,rt_sigsuspend,kill,tgkill,exit,exit_group"
)
OPTIONS = [
    "--follow-forks", "--output-separately", "--seccomp-bpf", "--decode-fds=all", "--string-limit=80",
    "--absolute-timestamps=format:unix,precision:ns", "--syscall-times=ns",
    "--signal=SIGKILL,SIGTERM,SIGABRT,SIGSEGV",  # or strace would not tell that a process was ended by one
]  # fmt: skip
DATA = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')  # sent or received, and whether it is cut
CALL = re.compile(r"(\d+\.\d+) (\w+)\((.*)\) += (-?\d+|\?)(?:<(.*?)>)?(?: (.*?))??(?: <([\d.]+)>)?")
CUT_OFF = re.compile(r"(\d+\.\d+) (\w+)\((.*?),? *<unfinished \.\.\.>\) = \?")
END = re.compile(r"(\d+\.\d+) \+\+\+ (?:exited with (\d+)|killed by (\w+).*) \+\+\+")


@dataclass
class RawCall:
    """One system call of a thread, as strace tells it: times in seconds since the epoch, all else as text.

    `result` and `end` are None if the call did not return; `cut` then is the time at which a signal ended it, if one
    did.  `end` may be a little early, as strace looks at the clock twice when a call begins; `over` is when the thread
    was seen again, so that the call had returned by then.  `opened` describes the descriptor that was returned, `note`
    is the rest of the answer.
    """

    thread: int
    name: str
    args: str
    start: float
    end: float | None
    result: int | None
    opened: str = ""
    note: str = ""
    cut: float | None = None
    over: float = float("inf")


def reason_not_here() -> str | None:
    """Why nothing can be recorded on this machine, in one sentence, or None."""
    if shutil.which("strace"):
        return None
    return "there is no strace here, which only Linux has; on Debian install it with: apt-get install strace"


def version() -> str:
    return subprocess.run(["strace", "--version"], capture_output=True, text=True, check=True).stdout.split()[3]


def command(logs: Path, number: int, variable: str) -> list[str]:
    """What to put before the command of start `number`, so that it runs with `variable` and is written to `logs`."""
    return ["strace", *OPTIONS, f"--trace={CALLS}", f"--env={variable}", f"--output={logs / str(number)}"]


def read(logs: Path) -> dict[int, list[RawCall]]:
    """The calls of every start by its number, in the order of time; each thread ends with a call named 'exit'."""
    found: dict[int, list[RawCall]] = {}
    for log in logs.iterdir():
        thread = int(log.suffix[1:])
        lines = log.read_text("utf-8", "replace").splitlines()
        calls = [_parsed(thread, line) for line in lines if " --- " not in line[:30]]  # that is a signal
        for call, following in pairwise(calls):
            call.over = following.start
        found.setdefault(int(log.stem), []).extend(calls)
    return {number: sorted(found[number], key=lambda call: call.start) for number in sorted(found)}


def _parsed(thread: int, line: str) -> RawCall:
    if match := END.fullmatch(line):
        return RawCall(thread, "end", match[3] or "", float(match[1]), float(match[1]), None)
    if match := CUT_OFF.fullmatch(line):
        return RawCall(thread, match[2], match[3], float(match[1]), None, None)
    if not (match := CALL.fullmatch(line)):
        raise ValueError(f"strace has written {line!r}, which wouldblock/record/strace.py can't read; teach it")
    start, name, args, result, opened, note, took = match.groups()
    interrupted = re.match("ERESTART|EINTR", note or "") or result == "?"
    return RawCall(
        thread,
        name,
        args,
        float(start),
        None if interrupted else float(start) + float(took or 0),
        None if interrupted else int(result),
        opened or "",
        note or "",
        float(start) + float(took) if interrupted and took else None,
    )

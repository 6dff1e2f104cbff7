"""Run strace, and read the lines that it writes: one file for each thread, one line for each system call.

What is known of its text stands here and in `arguments`. A line that neither can read is an error, as a call that is
left out would make a picture that is wrong.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from wouldblock.project import ProjectError

OPTIONS = [
    "--follow-forks", "--output-separately", "--decode-fds=all",
    "--absolute-timestamps=format:unix,precision:ns", "--syscall-times=ns",
]  # fmt: skip
TIME = r"(?P<start>\d+\.\d+) "
CALL = re.compile(
    TIME + r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|\?)"
    r"(?:<(?P<opened>.*?)>)?(?: (?P<note>.*?))??(?: <(?P<took>[\d.]+)>)?"
)
CUT_OFF = re.compile(TIME + r"(?P<name>\w+)\((?P<arguments>.*?),? *<(?:unfinished \.\.\.>\) = \?|detached \.\.\.>)")
END = re.compile(TIME + r"\+\+\+ (?:exited with \d+|killed by (?P<signal>\w+)(?: \(core dumped\))?) \+\+\+")
SIGNAL = re.compile(TIME + r"--- (?P<name>SIG\w+) \{(?P<facts>.*)\} ---")
STOPPED = re.compile(TIME + r"--- stopped by SIG\w+ ---")
SENDER = re.compile(r"\bsi_pid=(\d+)")
VERSION = re.compile(r"strace -- version (\S+)")


class UnknownText(ProjectError):
    """strace has written what can't be read here: a sentence with its version and the line."""

    def __init__(self, line: str):
        super().__init__(
            f"strace, version {version()}, has written a line that wouldblock/linux/ can't read; "
            f"teach it that form, and keep the line in tests/linux/test_strace.py: {line}"
        )


class Signal(NamedTuple):
    """A signal that a thread has received: such as SIGTERM, and the process that has sent it, where the kernel tells."""

    name: str
    sender: int | None


@dataclass(eq=False)
class RawCall:
    """One system call of a thread, as strace tells it: times in seconds since the epoch, all else as text.

    `result` and `end` are None if the call did not return; `cut` then is the time at which a signal ended it, if one
    did.  `end` may be a little early, as strace looks at the clock twice when a call begins; `over` is when the thread
    was seen again, so that the call had returned by then.  `opened` describes the descriptor that was returned, `note`
    is the rest of the answer, `line` all that strace has written.  `signal` came right after the call, or ended it.  A call named 'end' is the end of the thread; its
    `arguments` are the signal that ended it, if one did.
    """

    thread: int
    name: str
    arguments: str
    start: float
    end: float | None
    result: int | None
    opened: str = ""
    note: str = ""
    cut: float | None = None
    over: float = float("inf")
    line: str = ""
    signal: Signal | None = None

    @property
    def error(self) -> str | None:
        """The name of the error with which the call returned, such as EAGAIN."""
        return self.note.split()[0] if self.result == -1 and self.note else None


def reason_not_here() -> str | None:
    """Why strace can't run on this machine, in one sentence, or None where it can."""
    if shutil.which("strace"):
        return None
    return "there is no strace here, which only Linux has; on Debian install it with: apt-get install strace"


def version() -> str:
    """The version of the strace that is installed, such as '6.1'; 'unknown' where it does not tell, or is not here."""
    try:
        text = subprocess.run(["strace", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return "unknown"
    match = VERSION.match(text)
    return match[1] if match else "unknown"


def command(log: Path, calls: str, *more: str) -> list[str]:
    """The beginning of a command that writes the named `calls` of each thread to a file of its own, `log` and its number."""
    return ["strace", *OPTIONS, f"--trace={calls}", f"--output={log}", *more]


def read(folder: Path) -> dict[str, list[RawCall]]:
    """The calls that are in the logs of a folder: by the name of the log, in the order of their starts.

    Raises UnknownText for a line that is of no known form.
    """
    logs: dict[str, list[RawCall]] = {}
    for file in folder.iterdir():
        lines = file.read_text("utf-8", "replace").splitlines()
        calls = calls_of(int(file.suffix[1:]), lines)
        for call, following in pairwise(calls):
            call.over = following.start
        logs.setdefault(file.stem, []).extend(calls)
    return {name: sorted(calls, key=lambda call: call.start) for name, calls in logs.items()}


def calls_of(thread: int, lines: list[str]) -> list[RawCall]:
    """The calls of a thread, each with the first signal that came after it and before the next one."""
    calls: list[RawCall] = []
    for line in lines:
        if match := SIGNAL.fullmatch(line):
            sender = SENDER.search(match["facts"])
            if calls and calls[-1].signal is None:
                calls[-1].signal = Signal(match["name"], int(sender[1]) if sender else None)
        elif not STOPPED.fullmatch(line):
            call = parse(thread, line)
            if calls and _goes_on(calls[-1], call):
                call.start = calls.pop().start
            calls.append(call)
    return calls


def _goes_on(before: RawCall, call: RawCall) -> bool:
    """Whether a call is the one before, which the end of a child has interrupted, and which was begun again at once."""
    if not (before.cut and before.signal and before.signal.name == "SIGCHLD" and before.name == call.name):
        return False
    return before.arguments.partition(",")[0] == call.arguments.partition(",")[0]


def parse(thread: int, line: str) -> RawCall:
    """Read one line of a thread, which tells a call or the end; raises UnknownText."""
    if match := END.fullmatch(line):
        end = float(match["start"])
        return RawCall(thread, "end", match["signal"] or "", end, end, None, line=line)
    if match := CUT_OFF.fullmatch(line):
        return RawCall(thread, match["name"], match["arguments"], float(match["start"]), None, None, line=line)
    if not (match := CALL.fullmatch(line)):
        raise UnknownText(line)
    start, note, took = float(match["start"]), match["note"] or "", match["took"]
    interrupted = match["result"] == "?" or note.startswith(("ERESTART", "EINTR"))
    return RawCall(
        thread,
        match["name"],
        match["arguments"],
        start,
        None if interrupted else start + float(took or 0),
        None if interrupted else int(match["result"]),
        match["opened"] or "",
        note,
        start + float(took) if interrupted and took else None,
        line=line,
    )

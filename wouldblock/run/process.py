"""One program that runs: started as in a terminal, listened to, ended by Ctrl-C, and judged by how it ended."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from wouldblock.project import shown_path
from wouldblock.run.loopback import somebody_listens
from wouldblock.scenario import c_program
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import is_server, shown_output

INSIDE = Path(__file__).parent / "inside"
MARK = b"\x1e"
POSIX = os.name == "posix"
PATIENCE = 2  # seconds for a server to finish with its last client
LAST_LINES = 0.2  # seconds without work after which a server is believed to print no more
ADDRESS_IN_USE = re.compile(r"\[(Errno (98|48)|WinError 10048)\]")  # on Linux, macOS, Windows
CTRL_BREAK_EXIT = 0xC000013A  # how Windows ends a console program on Ctrl-C or Ctrl-Break


@dataclass(frozen=True)
class Print:
    """One call of print: its line in the file, its text, its time (ns, one clock for all), its process and thread."""

    line: int
    text: str
    at: int
    who: tuple[int, int]


@dataclass
class Run:
    """What one start of one program did: what it printed, and every reason why it does not pass, as sentences."""

    program: Path
    prints: list[Print] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unavailable: str = ""  # what the program said if the system forbids what it needs

    def problem(self, sentence: str) -> None:
        self.problems.append(f"{shown_path(self.program)} {sentence}")


@dataclass(frozen=True)
class Watcher:
    """A tool beneath which the programs run: the beginning of the command of start 0, 1, …, and whether it holds one.

    `inside` is a folder of modules that the programs can import.
    """

    prefix: Callable[[int], list[str]]
    holds: Callable[[], bool]
    inside: Path


class ProgramProcess:
    """A program that runs, as in a terminal of its own."""

    def __init__(self, scenario: Scenario, path: Path, built: Path, watcher: Watcher | None = None, number: int = 0):
        self.path, self.limit = path, scenario.time_limit
        self.expected_exit, self.unavailable = scenario.exit.get(path.name), scenario.unavailable
        self.run, self.ready, self.silent = Run(path), False, False
        self.watcher = watcher
        self.news = threading.Condition()
        self.stderr = tempfile.TemporaryFile()  # noqa: SIM115 - finish() closes it
        self.reports = not c_program.is_c(path)  # only Python imports what reports from inside
        self.popen = subprocess.Popen(
            [*(watcher.prefix(number) if watcher else []), *self._command(built)],
            cwd=path.parent,
            env=os.environ | _environment(self.limit, [INSIDE, watcher.inside] if watcher else [INSIDE]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            # A process group of its own, to interrupt and to kill as a terminal does.
            start_new_session=POSIX,
            creationflags=0 if POSIX else subprocess.CREATE_NEW_PROCESS_GROUP,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _command(self, built: Path) -> list[str]:
        return [sys.executable, self.path.name] if self.reports else [str(built / self.path.stem)]

    def wait_ready(self) -> bool:
        if not self.reports:
            self._look_until_ready()
        with self.news:
            self.news.wait_for(lambda: self.ready or self.silent, self.limit)
            if not self.ready and not self.silent:
                self.run.problem(
                    f"did not listen within {self.limit:g} s; a server has to call listen(), or rename the program"
                )
        return self.ready

    def _look_until_ready(self) -> None:
        """Ask the kernel again and again whether a program listens that can't report it."""
        deadline = time.monotonic() + self.limit
        while not self.ready and not self.silent and time.monotonic() < deadline:
            self.ready = somebody_listens()
            time.sleep(0.002)

    def wait_end(self) -> bool:
        """Wait until the process has ended and no child of it is left; False if that does not happen."""
        try:
            self.popen.wait(self.limit)
        except subprocess.TimeoutExpired:
            self.run.problem(
                f"did not end within {self.limit:g} s; make it end, or raise 'time-limit' in its declaration"
            )
            return False
        deadline = time.monotonic() + min(self.limit, 5)  # a helper of multiprocessing ends after its parent
        self.reader.join(min(self.limit, 5))
        while self._group_lives() and time.monotonic() < deadline:
            time.sleep(0.01)
        if self.reader.is_alive() or self._group_lives():
            self.run.problem("left a child process running; wait for it, or end it")
            return False
        return True

    def interrupt(self) -> None:
        """Press Ctrl-C, once the program has printed what its file shows, and then has nothing to do."""
        shown = sum(map(len, shown_output(self.path).values()))
        deadline = time.monotonic() + (self.limit if self.watcher else PATIENCE)
        asleep_since = None
        while time.monotonic() < deadline and self.popen.poll() is None:
            if not self._sleeps():
                asleep_since = None
            elif len(self.run.prints) >= shown and not self.watcher:
                break
            elif (asleep_since := asleep_since or time.monotonic()) < time.monotonic() - LAST_LINES:
                break  # the lines that are missing come after Ctrl-C, or never
            time.sleep(0.002)
        self._signal(signal.SIGINT if POSIX else signal.CTRL_BREAK_EVENT)

    def finish(self) -> None:
        """Kill what still runs, and judge how it ended."""
        hung = not self._ends_by_itself()
        if hung or self.reader.is_alive() or self._group_lives():
            self.kill()
        self.reader.join()
        status = self.popen.wait()
        with self.stderr:
            self.stderr.seek(0)
            errors = self.stderr.read().decode("utf-8", "replace").replace("\r\n", "\n").strip()
        if hung:
            self.run.problem(f"stood here when it was killed:\n{indented(_stacks(errors))}")
        else:
            self._judge(status, errors)

    def _judge(self, status: int, errors: str) -> None:
        """Tell what is wrong with the exit status and with standard error."""
        if self.unavailable and status and errors.startswith(self.unavailable):
            self.run.unavailable = errors
            return
        if is_server(self.path) and not self.ready and ADDRESS_IN_USE.search(errors):
            self.run.problem(
                "can't be started a second time at once, as connections of the first time linger; "
                "listen with socket.create_server(), or set SO_REUSEADDR before bind()"
            )
        elif errors:
            self.run.problem(f"wrote to standard error; mend what it says:\n{indented(errors)}")
        allowed = {0, -signal.SIGINT, CTRL_BREAK_EXIT} if is_server(self.path) else {0}
        if status not in (allowed if self.expected_exit is None else {self.expected_exit}):
            wanted = "0" if self.expected_exit is None else str(self.expected_exit)
            self.run.problem(f"ended with exit status {status}, not {wanted}; mend the program, or declare 'exit'")

    def _ends_by_itself(self) -> bool:
        """Whether the process has ended; one that has closed its output is given the moment that it still needs."""
        try:
            self.popen.wait(1 if self.silent else 0)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read(self) -> None:
        """Take in the reports, line by line, until the last process that has the pipe is gone."""
        with self.popen.stdout as lines:
            for line in lines:
                before, mark, record = line.partition(MARK)
                with self.news:
                    if before.strip():
                        text = before.decode("utf-8", "replace").strip()
                        self.run.problem(
                            f"wrote {text!r} to standard output without a print, so its page can't show it; print it"
                        )
                    if mark:
                        self._take(json.loads(record))
                    self.news.notify_all()
        with self.news:
            self.silent = True
            self.news.notify_all()

    def _take(self, record: dict) -> None:
        if "ready" in record:
            self.ready = True
        elif "left" in record:
            self.run.problem(f"left {record['left']}")
        elif record["file"] != os.path.realpath(self.path):
            self.run.problem(
                f"printed {record['print']!r} from another file, {record['file']}; print it in the program itself"
            )
        elif not record["whole"] or "\n" in record["print"] or not record["print"].strip():
            self.run.problem(
                f"line {record['line']} prints {record['print']!r}, but a print has to give one line that is not empty"
            )
        else:
            self.run.prints.append(Print(record["line"], record["print"], record["at"], tuple(record["who"])))

    def _signal(self, number: int) -> None:
        try:
            if POSIX:
                os.killpg(self.popen.pid, number)
            else:
                self.popen.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass  # it has ended

    def kill(self) -> None:
        """End the whole process group, after its threads have told where they stand."""
        if POSIX:
            self._signal(signal.SIGABRT)  # faulthandler answers with the stacks of all threads
            self.reader.join(1)
            self._signal(signal.SIGKILL)
        else:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(self.popen.pid)], capture_output=True, check=False)

    def _group_lives(self) -> bool:
        """Whether a process of the group still runs; one that only waits to be reaped does not."""
        if sys.platform == "linux":
            return any(state not in "ZX" for state in _states(self.popen.pid))
        if not POSIX or self.popen.poll() is None:
            return False
        try:
            os.killpg(self.popen.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def _sleeps(self) -> bool:
        """Whether no thread of the group has work to do: known on Linux, elsewhere likely after a while."""
        if self.watcher and self.watcher.holds():
            return False
        if sys.platform == "linux":
            return not set(_states(self.popen.pid)) - set("SZX")
        time.sleep(0.25)
        return True


def _environment(limit: float, inside: list[Path]) -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join(map(str, inside)),
        "PYTHONWARNINGS": "default",  # a socket that nobody closed is a ResourceWarning
        "PYTHONFAULTHANDLER": "1",
        "PYTHONUTF8": "1",
        "WOULDBLOCK_LIMIT": str(limit),
    }


def _states(group: int) -> list[str]:
    """The state letters (see proc(5)) of all threads of all processes in a process group."""
    states = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                states += [task.read_text().rpartition(")")[2].split()[0] for task in process.glob("task/*/stat")]
        except (FileNotFoundError, ProcessLookupError):
            pass  # it ended while we looked
    return states


def _stacks(errors: str) -> str:
    """The part of faulthandler's report that says where the threads stood."""
    found = [
        line for line in errors.splitlines() if not line.startswith(("Fatal Python error", "Extension modules", "<"))
    ]
    return "\n".join(found).strip() or "(it did not say)"


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

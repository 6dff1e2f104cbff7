"""One program that runs: started as in a terminal, listened to, ended by Ctrl-C, and judged by how it ended."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from wouldblock.run.group import OWN_GROUP, POSIX, ProcessGroup, with_ctrl_c
from wouldblock.run.loopback import somebody_listens
from wouldblock.run.outcome import Run, indented
from wouldblock.run.reports import Reports
from wouldblock.scenario import c_program
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import is_server, shown_output

INSIDE = Path(__file__).parent / "inside"
PATIENCE = 2  # seconds for a server to finish with its last client
LAST_LINES = 0.2  # seconds without work after which a server is believed to print no more
LEFT_ALONE = 5  # seconds for the children of a program to end after it, as a helper of multiprocessing does
PAUSE = 0.002  # seconds between two looks
ADDRESS_IN_USE = re.compile(r"\[(Errno (98|48)|WinError 10048)\]")  # on Linux, macOS, Windows
CTRL_BREAK_EXIT = 0xC000013A  # how Windows ends a console program on Ctrl-C or Ctrl-Break


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

    def __init__(self, scenario: Scenario, run: Run, popen: subprocess.Popen, reports: Reports, errors: IO[bytes]):
        self.scenario, self.run, self.popen, self.reports, self.errors = scenario, run, popen, reports, errors
        self.path, self.limit = run.program, scenario.time_limit
        self.group = ProcessGroup(popen)
        self.watcher: Watcher | None = None

    @classmethod
    def start(
        cls, scenario: Scenario, path: Path, folder: Path, watcher: Watcher | None = None, number: int = 0
    ) -> "ProgramProcess":
        """Start the copy of a program that lies in a folder. `number` counts the starts beneath the watcher."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - finish() closes it
        popen = subprocess.Popen(
            [*(watcher.prefix(number) if watcher else []), *_command(path.name)],
            cwd=folder,
            env=os.environ | _environment(scenario.time_limit, [INSIDE, watcher.inside] if watcher else [INSIDE]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=POSIX,
            creationflags=OWN_GROUP,
        )
        assert popen.stdout is not None  # it is a pipe
        run = Run(path)
        process = cls(scenario, run, popen, Reports(run, folder / path.name, popen.stdout), errors)
        process.watcher = watcher
        process.reports.start()
        return process

    def wait_ready(self) -> bool:
        """Wait until the program listens; False, with a problem noted, if it ends before or takes too long."""
        if c_program.is_c(self.path):
            self._look_until_ready()
        if not self.reports.wait_ready(self.limit) and not self.reports.silent:
            self.run.problem(
                f"did not listen within {self.limit:g} s; a server has to call listen(), or rename the program"
            )
        return self.reports.ready

    def _look_until_ready(self) -> None:
        """Ask the kernel again and again whether a program listens that can't report it."""
        deadline = time.monotonic() + self.limit
        while not self.reports.ready and not self.reports.silent and time.monotonic() < deadline:
            self.reports.ready = somebody_listens()
            time.sleep(PAUSE)

    def wait_end(self) -> bool:
        """Wait until the process has ended and no child of it is left; False, with a problem noted, if it takes too long."""
        try:
            self.popen.wait(self.limit)
        except subprocess.TimeoutExpired:
            self.run.problem(
                f"did not end within {self.limit:g} s; make it end, or raise 'time-limit' in its declaration"
            )
            return False
        patience = min(self.limit, LEFT_ALONE)
        deadline = time.monotonic() + patience
        silent = self.reports.wait_silent(patience)
        while self.group.lives() and time.monotonic() < deadline:
            time.sleep(0.01)
        if not silent or self.group.lives():
            self.run.problem("left a child process running; wait for it, or end it")
            return False
        return True

    def interrupt(self) -> None:
        """Press Ctrl-C, once the program has printed what its file shows, and then has nothing to do."""
        shown = sum(map(len, shown_output(self.path).values()))
        deadline = time.monotonic() + (self.limit if self.watcher else PATIENCE)
        asleep_since = None
        while time.monotonic() < deadline and self.popen.poll() is None:
            if not self._has_nothing_to_do():
                asleep_since = None
            elif len(self.run.prints) >= shown and not self.watcher:
                break
            elif (asleep_since := asleep_since or time.monotonic()) < time.monotonic() - LAST_LINES:
                break  # the lines that are missing come after Ctrl-C, or never
            time.sleep(PAUSE)
        self.group.interrupt()

    def _has_nothing_to_do(self) -> bool:
        return not (self.watcher and self.watcher.holds()) and self.group.sleeps()

    def finish(self) -> None:
        """Kill what still runs, and judge how it ended."""
        hung = not self._ends_by_itself()
        if hung or not self.reports.wait_silent(0) or self.group.lives():
            self.kill()
        self.reports.wait_silent()
        status = self.popen.wait()
        with self.errors:
            self.errors.seek(0)
            errors = self.errors.read().decode("utf-8", "replace").replace("\r\n", "\n").strip()
        if hung:
            self.run.problem(f"stood here when it was killed:\n{indented(_stacks(errors))}")
        else:
            judge(self.scenario, self.run, self.reports.ready, status, errors)

    def _ends_by_itself(self) -> bool:
        """Whether the process has ended; one that has closed its output is given the moment that it still needs."""
        try:
            self.popen.wait(1 if self.reports.silent else 0)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End the whole process group, after its threads have told where they stand."""
        self.group.kill(self.reports.wait_silent)


def judge(scenario: Scenario, run: Run, ready: bool, status: int, errors: str) -> None:
    """Note what is wrong with the exit status and with standard error of a program that has ended."""
    name, expected = run.program.name, scenario.exit.get(run.program.name)
    if scenario.unavailable and status and errors.startswith(scenario.unavailable):
        run.unavailable = errors
        return
    if is_server(name) and not ready and ADDRESS_IN_USE.search(errors):
        run.problem(
            "can't be started a second time at once, as connections of the first time linger; "
            "listen with socket.create_server(), or set SO_REUSEADDR before bind()"
        )
    elif errors:
        run.problem(f"wrote to standard error; mend what it says:\n{indented(errors)}")
    allowed = {0, -signal.SIGINT, CTRL_BREAK_EXIT} if is_server(name) else {0}
    if status not in (allowed if expected is None else {expected}):
        wanted = "0" if expected is None else str(expected)
        run.problem(f"ended with exit status {status}, not {wanted}; mend the program, or declare 'exit'")


def _command(name: str) -> list[str]:
    if c_program.is_c(name):  # a program in Python gets back its Ctrl-C inside
        return with_ctrl_c([c_program.start_command(name)])
    return [sys.executable, name]


def _environment(limit: float, inside: list[Path]) -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join(map(str, inside)),
        "PYTHONWARNINGS": "default",  # a socket that nobody closed is a ResourceWarning
        "PYTHONFAULTHANDLER": "1",
        "PYTHONUTF8": "1",
        "WOULDBLOCK_LIMIT": str(limit),
    }


def _stacks(errors: str) -> str:
    """The part of faulthandler's report that says where the threads stood."""
    lines = [
        line for line in errors.splitlines() if not line.startswith(("Fatal Python error", "Extension modules", "<"))
    ]
    return "\n".join(lines).strip() or "(it did not say)"

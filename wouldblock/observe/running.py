"""Start a server in a folder of its own, on a port of its own, and leave nothing behind."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from wouldblock.linux import proc
from wouldblock.observe.product import PATH, Place, Product, which
from wouldblock.observe.protocols import Answer, Client, Ended

UNPRIVILEGED = "nobody"
START = 20.0  # seconds that a server may take to start
HELPERS = ("strace", "ps")  # ps is how Passenger looks at its processes now and then
PATIENCE = 1.0  # seconds after which a connection counts as not served


class NotReady(Exception):
    """A server did not start, or can't be watched: one sentence, with the end of what it said."""


class Running:
    """A server that runs, for a `with` block. Raises NotReady where it does not start.

    Started by root it runs as nobody, apart from servers that belong to this Python, which nobody may not read.
    """

    def __init__(self, product: Product):
        self.product = product
        self.owner = None if os.getuid() or product.of_python else pwd.getpwnam(UNPRIVILEGED)
        self._process: subprocess.Popen | None = None
        self.seen: set[int] = set()

    def __enter__(self) -> "Running":
        proc.adopt_orphans(True)
        self.others = set(proc.below(os.getpid()))
        self.folder = Path(tempfile.mkdtemp(prefix=f"wouldblock-{self.product.name}-"))
        self.port = _free_port()
        user = self.owner.pw_name if self.owner else pwd.getpwuid(os.getuid()).pw_name
        self.server = self.product.configure(Place(str(self.folder), self.port, user))
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    @property
    def process(self) -> subprocess.Popen:
        """The process that was started, the first one of the server."""
        if self._process is None:
            raise NotReady(f"{self.product.title}: it has not been started")
        return self._process

    def _start(self) -> None:
        """Write the settings, start the server, and wait until it answers."""
        for name, text in self.server.files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        options: dict[str, Any] = {"cwd": self.folder, "env": self._environment(), "stdin": subprocess.DEVNULL}
        if self.owner:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
            options |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        with (self.folder / "output.log").open("wb") as log:
            options |= {"stdout": log, "stderr": subprocess.STDOUT}
            if self.server.before and subprocess.run(_found(self.server.before), check=False, **options).returncode:
                raise NotReady(f"{self.product.title}: {self.server.before[0]} failed; {self._logs()}")
            self._process = subprocess.Popen(_found(self.server.command), start_new_session=True, **options)
        listening = self._wait("listen", lambda: proc.holders(self.pids(), self.port))
        answering = self._wait("answer", self.answers)
        self.seconds = {"until_listening": round(listening, 2), "until_answer": round(listening + answering, 2)}
        self.settle()

    def _environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return {"PATH": PATH, "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder}

    def _wait(self, verb: str, condition: Callable[[], object]) -> float:
        """The seconds until a condition holds."""
        done, seconds = proc.until(lambda: condition() or self._over(), START)
        if not done or self._over():
            if not self._over() and not proc.may_look(self.process.pid):
                raise NotReady(
                    f"{self.product.title}: this system does not let you look into a process of {UNPRIVILEGED}; "
                    "run nox -s observe as an ordinary user"
                )
            how = f"ended with status {self.process.returncode}" if self._over() else f"did not {verb} in {START:.0f} s"
            raise NotReady(f"{self.product.title}: it {how}; {self._logs()}")
        return seconds

    def _over(self) -> bool:
        return self.process.poll() is not None

    def _logs(self) -> str:
        ends = [path.read_text(errors="replace")[-600:].strip() for path in sorted(self.folder.glob("*.log"))]
        return f"its logs end: {'; '.join(filter(None, ends)) or 'they are empty'}"

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.pids():
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            proc.until(lambda: not self.pids(), 2)
        proc.until(lambda: not self.pids(), 5)
        if self._process:
            self._process.wait()
        for orphan in self.seen:
            with suppress(ChildProcessError):
                os.waitpid(orphan, os.WNOHANG)
        proc.adopt_orphans(False)
        proc.free_shared_memory(self.seen)
        shutil.rmtree(self.folder)

    def answers(self, patience: float = PATIENCE) -> Answer | None:
        """The answer to one question on a new connection, or None; an error of HTTP is none."""
        try:
            with Client(self.server.protocol, self.port, patience) as client:
                answer = client.ask()
                return None if answer.text.startswith("HTTP") else answer
        except (OSError, Ended):
            return None

    def tree(self) -> dict[int, int]:
        """{pid: parent} of the processes of the server that live."""
        below = proc.below(os.getpid())
        ours = {pid: parent for pid, parent in below.items() if pid not in self.others and _stays(pid)}
        self.seen |= set(ours)
        return ours

    def pids(self) -> list[int]:
        """The processes of the server that live."""
        return list(self.tree())

    def roles(self) -> dict[int, str]:
        """{pid: what it is called} of the processes of the server that live."""
        return {pid: self.role(pid) for pid in self.tree()}

    def role(self, pid: int) -> str:
        """What a process is called; one of which nothing is declared is called by its title."""
        if pid == self.process.pid:
            return self.server.first
        title = proc.title(pid)
        named = (role for part, role in self.server.roles.items() if part in title)
        return next(named, self.anonymous(title.rpartition(": ")[2] or title)[:60].strip())

    def settle(self) -> None:
        """Wait until for half a second no process has come, gone or changed its title; five seconds at most."""
        before, since, end = self.roles(), time.monotonic(), time.monotonic() + 5
        while (now := time.monotonic()) - since < 0.5 and now < end:
            time.sleep(0.05)
            if (after := self.roles()) != before:
                before, since = after, now

    def anonymous(self, text: str) -> str:
        """A text without what differs from run to run."""
        return text.replace(str(self.folder), "FOLDER").replace(str(self.port), "PORT")


def _stays(pid: int) -> bool:
    """Whether a process is of the server: not one that watches it, or that it asks something, nor one about to end."""
    return proc.read(Path(f"/proc/{pid}/comm")).strip() not in HELPERS and proc.title(pid) != ""


def _found(command: list[str]) -> list[str]:
    return [which(command[0]) or command[0], *command[1:]]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]

"""The servers of the site that serve more than one client, each started alone, as a reader does."""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from wouldblock.linux import proc
from wouldblock.run.group import with_ctrl_c
from wouldblock.run.loopback import somebody_listens
from wouldblock.scenario.model import Scenario, by_name, find
from wouldblock.scenario.program import ADDRESS, is_server

QUESTION = b"login ada\n"  # whatever a server speaks, it answers this
MANY = 10  # clients at once, for a server without a number of workers

# Each server, and how many clients it serves at once; None where that has no number.
SERVERS: dict[str, int | None] = {
    "choosing/sequential": 1, "choosing/thread_per_connection": None, "choosing/thread_pool": 8,
    "choosing/fork_per_connection": None, "choosing/prefork": 4, "choosing/selectors_loop": None,
    "choosing/asyncio_streams": None, "choosing/beyond_one_process": 2,
    "readiness/select_echo": None, "readiness/poll_echo": None, "readiness/epoll_echo": None,
    "readiness/selectors_echo": None,
    "threads/thread_per_connection": None, "threads/pool_too_small": 2, "threads/connection_pool": None,
    "processes/fork_per_connection": None, "processes/prefork_and_crash": 3,
    "asynchronous/event_loop": None, "asynchronous/asyncio_streams": None,
    "blocking/one_at_a_time": 1, "connections/client_never_binds": 1, "nonblocking/spin_or_wait": 1,
    "failing/one_bad_client": None, "failing/no_descriptor_left": None,
    "failing/stop_thread_per_connection": None, "failing/stop_threads": 8,
    "failing/stop_prefork": 4, "failing/stop_loop": None, "failing/stop_asyncio": None,
}  # fmt: skip


def server_of(scenario: Scenario) -> Path | None:
    """The server of a scenario that Python can run here, or None."""
    servers = [path for path in scenario.programs if is_server(path) and path.suffix == ".py"]
    return servers[0] if servers and not scenario.reason_not_here() else None


def all_servers() -> list[tuple[str, Path]]:
    """The name of each scenario with a server that can run here, and this server."""
    return [(scenario.name, server) for scenario in find() if (server := server_of(scenario))]


class Server:
    """A server that runs in a session of its own on the network of this thread, until the end of the `with` block."""

    def __init__(self, name: str):
        path = server_of(by_name(name))
        if not path:
            raise RuntimeError(f"the server of {name} can't run here")
        self.path = path

    def __enter__(self) -> "Server":
        self.errors = tempfile.TemporaryFile()  # a pipe would be full at some time
        self.popen = subprocess.Popen(
            with_ctrl_c([sys.executable, "-u", self.path.name]),
            cwd=self.path.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
            start_new_session=True,
        )
        listens, _ = proc.until(lambda: somebody_listens() or self.ended, 20)
        if not listens or self.ended:
            self.__exit__()
            raise RuntimeError(f"{self.path} did not listen")
        if "multiprocessing" in self.path.read_text("utf-8") or "os.fork" in self.path.read_text("utf-8"):
            time.sleep(0.3)  # it listens first, and then starts its workers
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()
        self.errors.close()

    def allow(self, descriptors: int) -> None:
        """Lower the limit of descriptors of the server and all its children."""
        for pid in self.alive():
            with suppress(ProcessLookupError):
                soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (min(soft, descriptors), hard))

    @contextmanager
    def stopped(self) -> Generator[None]:
        """Let all its processes do nothing meanwhile; the kernel goes on to take connections for them."""
        os.killpg(self.popen.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.popen.pid, signal.SIGCONT)

    @property
    def ended(self) -> bool:
        """Whether the process that was started has ended; children of it may live on."""
        return self.popen.poll() is not None

    def alive(self) -> list[int]:
        """Its processes that have not ended."""
        return proc.group(self.popen.pid)

    def said(self) -> str:
        """The exception by which the server, or the last part of it, has ended: `OSError: [Errno 24] …`; or nothing."""
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").splitlines()
        return next((line for line in reversed(lines) if "Error" in line and not line.startswith(" ")), "")


def connect(patience: float = 5) -> socket.socket:
    """A new connection; raises OSError where none comes about within so many seconds."""
    return socket.create_connection(ADDRESS, timeout=patience)


def answered(connection: socket.socket, patience: float) -> str:
    """What comes within so many seconds: "an answer", "the end", "a reset", or "nothing"."""
    connection.settimeout(max(patience, 0.001))
    try:
        return "an answer" if connection.recv(65_536) else "the end"
    except TimeoutError:
        return "nothing"
    except OSError:
        return "a reset"

"""The servers that are measured: the seven of `choosing`, and two that show what the limit is."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from wouldblock.figures.names import ASYNCIO, FORKS, IN_C, NGINX, POOL, PREFORK, SELECTORS, SEQUENTIAL, THREADS
from wouldblock.figures.programs import fingerprints
from wouldblock.linux.proc import group
from wouldblock.project import SNIPPETS
from wouldblock.run.loopback import somebody_listens
from wouldblock.scenario import c_program

SCENARIOS = {  # of `choosing`
    SEQUENTIAL: "sequential",
    THREADS: "thread_per_connection",
    POOL: "thread_pool",
    FORKS: "fork_per_connection",
    PREFORK: "prefork",
    SELECTORS: "selectors_loop",
    ASYNCIO: "asyncio_streams",
}
SOURCE_IN_C = SNIPPETS / "measured" / "epoll_in_c" / "server.c"
CLOCK_OF_A_PROCESS = 2  # CPUCLOCK_SCHED: what clock_getcpuclockid(3) gives is made of it and of the process's number
INSTALL = {
    "wrk": "there is no wrk here; on Debian install it with: apt-get install wrk",
    "cc": c_program.INSTALL,
    "nginx": "there is no nginx here; on Debian install it with: apt-get install nginx-light",
}
NGINX_SETTINGS = """\
daemon off; worker_processes 1; worker_rlimit_nofile 20000; pid nginx.pid; error_log /dev/null; {user}
events {{ worker_connections 15000; }}
http {{
    access_log off; keepalive_requests 1000000000; client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {{ listen 127.0.0.1:12345; location / {{ return 200 "ok"; }} }}
}}
"""


class Server:
    """A server that listens on the programs' port, in the network of the calling thread."""

    def __init__(self, name: str, popen: subprocess.Popen):
        self.name, self.popen = name, popen
        self.echoes = name != NGINX

    def pids(self) -> list[int]:
        """Every process of the server, itself first."""
        return [self.popen.pid, *(pid for pid in group(self.popen.pid) if pid != self.popen.pid)]

    def processor_seconds(self) -> float:
        """Processor time so far, of children as well, also of those that have ended; only on Linux.

        That of a process that lives is exact; that of children that ended and were waited for comes in steps of 10 ms.
        """
        seconds = 0.0
        for pid in group(self.popen.pid, ended=True):
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                of_children = sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")  # see proc(5)
                seconds += of_children + time.clock_gettime(~pid << 3 | CLOCK_OF_A_PROCESS)
        return seconds


def reason_not_here(name: str) -> str:
    """Why a server can't be started here, as a sentence; nothing where it can."""
    if name in (IN_C, FORKS, PREFORK, NGINX) and os.name != "posix":
        return "this system has no fork() and no epoll"
    if name == IN_C and sys.platform != "linux":
        return "epoll exists on Linux only"
    tool = {IN_C: "cc", NGINX: "nginx"}.get(name)
    return INSTALL[tool] if tool and not find(tool) else ""


def programs() -> dict[str, str]:
    """The fingerprints of the servers that are programs of this site, by their paths in `snippets/`."""
    return fingerprints([*map(_program, SCENARIOS), SOURCE_IN_C])


def _program(name: str) -> Path:
    return SNIPPETS / "choosing" / SCENARIOS[name] / "server.py"


def find(tool: str) -> str | None:
    """The path of a program; nginx lies where only root looks for programs."""
    return shutil.which(tool, path=os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def built() -> Generator[Path]:
    """A folder for a measurement: the C server in it, where there is a compiler, and the settings of nginx."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(SOURCE_IN_C, folder))
        if not reason_not_here(IN_C) and (complaints := c_program.build(copy)):
            raise RuntimeError(f"the server in C can't be built: {complaints}")
        user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
        (Path(folder) / "nginx.conf").write_text(NGINX_SETTINGS.format(user=user), "utf-8")
        yield Path(folder)


@contextlib.contextmanager
def started(name: str, folder: Path) -> Generator[Server]:
    """A server that listens; it and all its processes are ended afterwards. Raises RuntimeError if it does not listen."""
    if name in SCENARIOS:
        command = [sys.executable, str(_program(name))]
    elif name == NGINX:
        command = [find("nginx") or "nginx", "-p", str(folder), "-e", "/dev/null", "-c", str(folder / "nginx.conf")]
    else:
        command = [str(folder / "server")]
    popen = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a client that ends wrk's way resets its connections, and some servers say so
        start_new_session=os.name == "posix",
    )
    try:
        deadline = time.monotonic() + 10
        while not somebody_listens():
            if popen.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server '{name}' did not listen; start it by hand to see why: {command}")
            time.sleep(0.01)
        yield Server(name, popen)
    finally:
        end(popen)


def end(popen: subprocess.Popen) -> None:
    """End a process with its whole group, at once."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
    popen.kill()
    popen.wait()
    while group(popen.pid):  # thousands of processes take a moment to end
        time.sleep(0.02)

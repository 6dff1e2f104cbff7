"""A loopback for each scenario: a network of its own where the system allows it, elsewhere its turn on the shared one."""

import contextlib
import ctypes
import errno
import os
import socket
import struct
import sys
import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from wouldblock.linux import proc
from wouldblock.scenario.program import ADDRESS

CLONE_NEWNET = 0x40000000  # see unshare(2)
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41  # see netdevice(7)

Result = TypeVar("Result")


def with_loopback(work: Callable[[], Result], *, own: bool = True, shared_port: bool = True) -> Result:
    """Call `work` where nobody else uses the programs' port, and return what it returns.

    On Linux, as root, a network namespace belongs to a thread: `work` runs in a thread that has entered a new
    one, and so do the processes that it starts. Elsewhere, or with `own=False`, those that use the shared port
    take turns through a lock in the folder for temporary files.
    """
    with ThreadPoolExecutor(1) as thread:
        if own and thread.submit(enter_own_network).result():
            return thread.submit(work).result()
    with _turn() if shared_port else contextlib.nullcontext():
        return work()


def stranger_on_port() -> str | None:
    """Say who else holds the programs' port, or None if it is free."""
    with socket.socket() as probe:
        if os.name == "posix":  # as create_server does: a connection in TIME_WAIT is no stranger
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(ADDRESS)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            return _holder() or "another program"
    return None


def somebody_listens() -> bool:
    """Whether a program listens on the programs' port, without a connection to it, which would use up an accept().

    On Linux the kernel's table tells; elsewhere the port is taken, a moment before the program listens.
    """
    if sys.platform == "linux":
        return any(row.local == ADDRESS[1] and row.state == proc.LISTEN for row in proc.tcp())
    return stranger_on_port() is not None


def enter_own_network() -> bool:
    """Move this thread into a new network, loopback up; False where the system has or allows no such thing."""
    if sys.platform != "linux" or ctypes.CDLL(None).unshare(CLONE_NEWNET):
        return False
    import fcntl

    with socket.socket() as sock:
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP_RUNNING))
    return True


@contextlib.contextmanager
def _turn() -> Generator[None]:
    path = Path(tempfile.gettempdir()) / f"wouldblock-port-{ADDRESS[1]}.lock"
    with FileLock(path, mode=0o666, is_singleton=True):
        yield


def _holder() -> str | None:
    """The process that listens on the port, found in Linux's /proc, or None."""
    holders = proc.holders(list(proc.parents()), ADDRESS[1])
    return f"process {holders[0]} ({proc.title(holders[0])})" if holders else None

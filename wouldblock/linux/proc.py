"""What Linux tells about a process to those who watch it from outside: a reading of /proc, see proc(5)."""

import ctypes
import os
import platform
import re
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

PR_SET_CHILD_SUBREAPER = 36  # see prctl(2)
IPC_RMID = 0  # see shmctl(2)
EPOLLEXCLUSIVE = 1 << 28
UNIX_LISTENS = 0x10000  # __SO_ACCEPTCON in the flags of /proc/net/unix
LISTEN, HANDSHAKE = "0A", "03"  # states in /proc/net/tcp

# The system calls that servers wait in, by the numbers of <asm/unistd.h>; variants have the name of the plain call.
CALLS = {
    "x86_64": {
        "read": [0], "poll": [7, 271], "select": [23, 270], "pause": [34], "nanosleep": [35, 230], "accept": [43],
        "accept4": [288], "recvfrom": [45], "recvmsg": [47], "wait4": [61], "waitid": [247], "semop": [65, 220],
        "fcntl": [72], "sigtimedwait": [128], "sigsuspend": [130], "futex": [202], "epoll_wait": [232, 281, 441],
    },
    "aarch64": {
        "read": [63], "poll": [73], "select": [72], "nanosleep": [101, 115], "accept": [202],
        "accept4": [242], "recvfrom": [207], "recvmsg": [212], "wait4": [260], "waitid": [95], "semop": [193, 192],
        "fcntl": [25], "sigtimedwait": [137], "sigsuspend": [133], "futex": [98], "epoll_wait": [22, 441],
    },
}  # fmt: skip

Value = TypeVar("Value")


@dataclass(frozen=True)
class Tcp:
    """A row of /proc/net/tcp; the inode is '0' as long as no process has accepted the connection."""

    state: str
    local: int
    remote: int
    inode: str
    unread: int


def adopt_orphans(wanted: bool) -> None:
    """Whether a process that was started from here stays below this one when its parent ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def processes() -> Iterator[tuple[int, list[str]]]:
    """Each process with the fields of its `stat` from the third on: state, parent, group …; none where there is no /proc."""
    try:
        names = os.listdir("/proc")  # noqa: PTH208 asked very often: without objects
    except OSError:
        return
    for name in filter(str.isdigit, names):
        if fields := _stat(f"/proc/{name}/stat"):
            yield int(name), fields


def _stat(path: str) -> list[str]:
    """The fields of a process or a thread from its state on; none if it is gone."""
    return read(path).rpartition(")")[2].split()


def parents() -> dict[int, int]:
    """{pid: pid of its parent} of all processes that live."""
    return {pid: int(parent) for pid, (state, parent, *_) in processes() if state not in "ZX"}


def group(leader: int, ended: bool = False) -> list[int]:
    """The processes of a process group, on request with those that have ended unwaited for."""
    return [pid for pid, (state, _, of, *_) in processes() if int(of) == leader and (ended or state not in "ZX")]


def states(leader: int) -> list[str]:
    """The state letters of all threads of all processes in a process group, see proc(5)."""
    return [
        fields[0]
        for pid in group(leader, ended=True)
        for thread in threads(pid)
        if (fields := _stat(f"/proc/{pid}/task/{thread}/stat"))
    ]


def below(root: int) -> dict[int, int]:
    """{pid: pid of its parent} of the living processes below `root`, without it, by age."""
    everybody = parents()
    inside = [root]
    for pid in inside:  # grows meanwhile
        inside += [child for child, parent in everybody.items() if parent == pid]
    return {pid: everybody[pid] for pid in sorted(inside[1:])}


def title(pid: int) -> str:
    """The command line of a process, or what it has made of it."""
    return read(f"/proc/{pid}/cmdline").replace("\0", " ").strip()


def threads(pid: int) -> list[int]:
    """The threads of a process by their numbers; none if it is gone."""
    try:
        return sorted(map(int, os.listdir(f"/proc/{pid}/task")))  # noqa: PTH208 asked very often, too
    except OSError:
        return []


def sleeps(pid: int) -> int:
    """How often the threads of a process went to sleep of their own; it has grown if one of them was woken."""
    statuses = [read(f"/proc/{pid}/task/{thread}/status") for thread in threads(pid)]
    return sum(
        int(count)
        for text in statuses
        for count in re.findall(r"^voluntary_ctxt_switches:\s*(\d+)", text, re.MULTILINE)
    )


def descriptors(pid: int) -> dict[int, str]:
    """{descriptor: what it is, in the words of the kernel}, such as socket:[4711]; empty if nobody may look."""
    targets = {}
    for link in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            targets[int(link.name)] = str(link.readlink())
    return targets


def may_look(pid: int) -> bool:
    """Whether the system lets us see what a process has open."""
    try:
        os.listdir(f"/proc/{pid}/fd")  # noqa: PTH208 iterdir() would not fail here
        return bool(read(f"/proc/{pid}/syscall"))
    except PermissionError:
        return False


def tcp() -> list[Tcp]:
    """Every socket of TCP on IPv4 in the network of this thread."""
    rows = [line.split() for line in read("/proc/thread-self/net/tcp").splitlines()[1:]]
    return [
        Tcp(row[3], int(row[1].partition(":")[2], 16), int(row[2].partition(":")[2], 16), row[9], int(row[4][9:], 16))
        for row in rows
    ]


def servers_end(port: int, client: int) -> Tcp | None:
    """The end of a connection on the side of `port`; None if there is none."""
    return next((row for row in tcp() if (row.local, row.remote) == (port, client)), None)


def holders(pids: list[int], port: int, client: int | None = None) -> list[int]:
    """Which of the processes hold the listener of `port`, or its end of the connection from the port `client`."""
    inodes = {
        f"socket:[{row.inode}]"
        for row in tcp()
        if row.local == port and row.inode != "0" and (row.state == LISTEN if client is None else row.remote == client)
    }
    return [pid for pid in pids if inodes & set(descriptors(pid).values())]


def waits(pid: int, thread: int, port: int) -> str:
    """What a thread waits in and for, such as 'accept4: the listener'; '' while it runs or is gone."""
    words = read(f"/proc/{pid}/task/{thread}/syscall").split()
    if len(words) < 7:  # 'running', or nothing
        return ""
    number, *arguments = int(words[0]), *(int(word, 16) for word in words[1:7])
    names = {value: name for name, numbers in CALLS.get(platform.machine(), {}).items() for value in numbers}
    call = names.get(number, f"system call {number} of {platform.machine()}")
    seen = sorted(set(_watched(pid, call, arguments, port)))
    return f"{call}: {', '.join(seen)}" if seen else call


def _watched(pid: int, call: str, arguments: list[int], port: int) -> Iterator[str]:
    """What a waiting call waits for, each thing in words."""
    if call == "poll":
        array = _memory(pid, arguments[0], 8 * min(arguments[1], 1024))
        numbers = [number for number, _, _ in struct.iter_unpack("ihh", array) if number >= 0]
    elif call == "select":
        size = (arguments[0] + 63) // 64 * 8
        bits = int.from_bytes(_memory(pid, arguments[1], size), "little") if arguments[1] else 0
        numbers = [number for number in range(arguments[0]) if bits >> number & 1]
    elif call == "epoll_wait":
        inside = read(f"/proc/{pid}/fdinfo/{arguments[0]}")
        for number, events in re.findall(r"tfd:\s*(\d+) events:\s*([0-9a-f]+)", inside):
            yield kind(pid, int(number), port) + (" (exclusively)" if int(events, 16) & EPOLLEXCLUSIVE else "")
        return
    elif call in ("accept", "accept4", "read", "recvfrom", "recvmsg"):
        numbers = [arguments[0]]
    else:
        return
    for number in numbers:
        yield kind(pid, number, port)


def kind(pid: int, descriptor: int, port: int) -> str:
    """What a descriptor is, in words."""
    target = descriptors(pid).get(descriptor, "")
    family, _, inode = target.rstrip("]").partition(":[")
    if family == "socket":
        for row in tcp():
            if row.inode == inode and row.local == port:
                return "the listener" if row.state == LISTEN else "a connection"
        listening = unix_sockets().get(inode)
        return "another socket" if listening is None else "a Unix listener" if listening else "a Unix socket"
    if target.startswith("anon_inode:"):
        return {"[eventfd": "an eventfd", "[signalfd": "a signalfd", "[timerfd": "a timerfd"}.get(
            target.removeprefix("anon_inode:").rstrip("]"), "another epoll"
        )
    return "a pipe" if family == "pipe" else "a file"


def unix_sockets() -> dict[str, bool]:
    """{inode: whether it listens} of the sockets of the Unix domain."""
    rows = [line.split() for line in read("/proc/thread-self/net/unix").splitlines()[1:]]
    return {row[6]: bool(int(row[3], 16) & UNIX_LISTENS) for row in rows}


def free_shared_memory(creators: set[int]) -> None:
    """Remove the System V segments of processes that could not do so themselves, see shmctl(2)."""
    for row in [line.split() for line in read("/proc/sysvipc/shm").splitlines()[1:]]:
        if int(row[4]) in creators:
            ctypes.CDLL(None).shmctl(int(row[1]), IPC_RMID, None)


def until(condition: Callable[[], Value], seconds: float, pause: float = 0.01) -> tuple[Value | None, float]:
    """Wait for something to become true: its value, or None after `seconds`; and the seconds that it took."""
    begin = time.monotonic()
    while not (value := condition()):
        if time.monotonic() - begin > seconds:
            return None, seconds
        time.sleep(pause)
    return value, time.monotonic() - begin


def read(path: str | Path) -> str:
    """The text of a file in /proc; '' if the process is gone or nobody may look."""
    try:
        with open(path, "rb") as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def _memory(pid: int, address: int, size: int) -> bytes:
    try:
        with Path(f"/proc/{pid}/mem").open("rb") as file:
            file.seek(address)
            return file.read(size)
    except (OSError, ValueError):
        return b""

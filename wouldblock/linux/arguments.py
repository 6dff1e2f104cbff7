"""Read what stands between the parentheses of a system call, and behind it, as strace shows it.

Each function raises UnknownText where a call that has returned is of no form that is known here.
"""

import re
from typing import NamedTuple

from wouldblock.linux.strace import RawCall, UnknownText

ADDRESS = r"(?:[\d.]+|\[[\da-f:.]+\]):\d+"
SOCKET = re.compile(
    rf'\d+<(?:(?:TCP|UDP)(?:v6)?:\[(?:{ADDRESS}(?:->{ADDRESS})?|\d+)\]|UNIX(?:-\w+)?:\[\d+(?:->\d+)?(?:,".*?")?\]'
    r"|(?:NETLINK|socket):\[.*?\])>"
)
ONLY_ON_SOCKETS = {"accept", "accept4", "connect", "listen", "shutdown", "sendto", "sendmsg", "recvfrom", "recvmsg"}
DESCRIPTOR = re.compile(r"(\d+)<([A-Z-]+|pipe|socket|anon_inode)(?::(\[.*?\]|.*?))?>")
DATA = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
PEER = re.compile(r"sin_port=htons\((\d+)\), sin_addr=inet_addr\(\"([\d.]+)\"\)")
SIZE = re.compile(r", (\d+), [\w|]+, (?:NULL, 0|\{.*\}, (?:\[?\d+\]?))$")
TIME = r"(?:NULL|\{tv_sec=(?P<seconds>\d+), tv_[nu]sec=(?P<rest>\d+)\})"
SET = r"(?:NULL|\[.*?\])"
TIMEOUTS = {
    "select": re.compile(rf"\d+, {SET}, {SET}, {SET}, {TIME}(?:, .*)?"),
    "poll": re.compile(r".*, \d+, (?P<ms>-?\d+)"),
    "ppoll": re.compile(rf".*?, \d+, {TIME}, (?:NULL|\[.*?\]), \d+"),
    "epoll_wait": re.compile(r"\d+<.*?>, .*, \d+, (?P<ms>-?\d+)(?:, (?:NULL|\[.*?\]), \d+)?"),
    "epoll_pwait2": re.compile(rf"\d+<.*?>, .*, \d+, {TIME}, (?:NULL|\[.*?\]), \d+"),
}
TIMEOUTS |= {"pselect6": TIMEOUTS["select"], "epoll_pwait": TIMEOUTS["epoll_wait"]}
SIDE = re.compile(r"(in|out|except) \[(.*?)\](?=[,)])")
MEMBER = re.compile(r"(\d+)(?:<\S*>)?(?= |$)")
POLLED = re.compile(r"\{fd=(\d+)(?:<.*?>)?, revents=([\w|]+)\}")
EVENT = re.compile(r"\{events=([\w|]+), data=(?:\{u32=(\d+), u64=\w+\}|(0x[0-9a-f]+))\}")
LOW_32_BITS = 0xFFFFFFFF  # of an event's data: Python fills in the descriptor, and leaves the rest as it is


class Descriptor(NamedTuple):
    """A descriptor as strace decodes it: `4<TCP:[127.0.0.1:80->127.0.0.1:5000]>`; `inside` is without its brackets."""

    number: int
    kind: str
    inside: str


def descriptors(text: str) -> list[Descriptor]:
    """All sockets, pipes and the like that a text shows; files are none of them."""
    return [_descriptor(match) for match in DESCRIPTOR.finditer(text)]


def first_descriptor(text: str) -> Descriptor | None:
    """The socket, pipe or the like with which a text begins."""
    match = DESCRIPTOR.match(text)
    return _descriptor(match) if match else None


def _descriptor(match: re.Match) -> Descriptor:
    return Descriptor(int(match[1]), match[2], (match[3] or "").strip("[]"))


def number(raw: RawCall) -> int:
    """The descriptor with which the arguments begin, as a number."""
    return int(_known(raw, re.match(r"-?\d+", raw.arguments))[0])


def check_socket(raw: RawCall) -> None:
    """Raise UnknownText if the descriptor of a call that only sockets have is not shown as a socket."""
    if raw.name in ONLY_ON_SOCKETS and raw.result is not None and raw.result >= 0:
        _known(raw, SOCKET.match(raw.arguments))


def data(raw: RawCall) -> tuple[str, bool]:
    """What was sent or received, with escapes as in C, and whether strace has cut it."""
    match = _known(raw, DATA.search(raw.arguments))
    return match[1], match[2] is not None


def size_asked(raw: RawCall) -> int | None:
    """How many bytes a sendto was given; None for other calls, and for one that did not return."""
    if raw.name != "sendto" or raw.result is None:
        return None
    return int(_known(raw, SIZE.search(raw.arguments))[1])


def peer(raw: RawCall) -> str:
    """To which address a connect goes: '127.0.0.1:12345'."""
    match = _known(raw, PEER.search(raw.arguments))
    return f"{match[2]}:{match[1]}"


def backlog(raw: RawCall) -> int:
    """How many connections a listen lets wait."""
    return int(_known(raw, re.search(r", (\d+)$", raw.arguments))[1])


def timeout(raw: RawCall) -> float | None:
    """The longest that a call waits for readiness, in seconds; None where it waits forever, or was cut off."""
    match = TIMEOUTS[raw.name].fullmatch(raw.arguments)
    if not match and raw.result is None and raw.cut is None:
        return None
    parts = _known(raw, match).groupdict()
    if milliseconds := parts.get("ms"):
        return None if int(milliseconds) < 0 else int(milliseconds) / 1000
    return None if parts["seconds"] is None else float(f"{parts['seconds']}.{parts['rest']}")


def ready(raw: RawCall) -> list[tuple[int, bool]]:
    """The descriptors that a call has found ready, each with whether for reading; raises UnknownText if one is missing."""
    if not raw.result or raw.result < 0:
        return []
    if raw.name in ("select", "pselect6"):
        sides = [(int(number), side) for side, text in SIDE.findall(raw.note) for number in MEMBER.findall(text)]
        if len(sides) != raw.result:
            raise UnknownText(raw.line)
        return [(number, side == "in") for number, side in sides if side != "except"]
    if raw.name in ("poll", "ppoll"):
        events = [(int(number), "POLLOUT" not in names) for number, names in POLLED.findall(raw.note)]
    else:
        events = [
            (int(short or long, 0) & LOW_32_BITS, "EPOLLOUT" not in names)
            for names, short, long in EVENT.findall(raw.arguments)
        ]
    if len(events) != raw.result:
        raise UnknownText(raw.line)
    return events


def polled(raw: RawCall) -> str:
    """The first descriptor of a poll, and what follows it."""
    return raw.arguments.partition("fd=")[2]


def watched(raw: RawCall) -> Descriptor | None:
    """What a call of epoll_ctl is about; None where it failed, or where that is a file."""
    if raw.result != 0:
        return None
    match = _known(raw, re.match(r"\d+<anon_inode:\[eventpoll\]>, EPOLL_CTL_\w+, (\d+<.*)", raw.arguments))
    return first_descriptor(match[1])


def nonblocking(raw: RawCall) -> bool | None:
    """Whether an ioctl makes a descriptor non-blocking, or blocking; None if it is about something else."""
    if "FIONBIO" not in raw.arguments or raw.result != 0:
        return None
    return _known(raw, re.search(r"FIONBIO, \[([01])\]", raw.arguments))[1] == "1"


def starts_thread(raw: RawCall) -> bool:
    """Whether a fork, vfork, clone or clone3 starts a thread, and not a process."""
    if raw.name in ("fork", "vfork"):
        return False
    return "CLONE_THREAD" in _known(raw, re.search(r"\bflags=([\w|]+)", raw.arguments))[1]


def futex(raw: RawCall) -> tuple[int, bool]:
    """The address of a futex, and whether the call waits for it."""
    match = _known(raw, re.match(r"0x([0-9a-f]+), (FUTEX_\w+)", raw.arguments))
    return int(match[1], 16), match[2].startswith("FUTEX_WAIT")


def shuts_sending(raw: RawCall) -> bool:
    """Whether a shutdown ends what its own end sends."""
    return _known(raw, re.search(r", SHUT_(RD|WR|RDWR)$", raw.arguments))[1] == "WR"


def peeks(raw: RawCall) -> bool:
    """Whether a receive leaves the bytes where they are."""
    return "MSG_PEEK" in raw.arguments


def _known(raw: RawCall, match: re.Match | None) -> re.Match:
    if match is None:
        raise UnknownText(raw.line)
    return match

"""What one question to the kernel costs, by the number of descriptors that it is about: select, poll, epoll, kqueue."""

import contextlib
import select
import socket
import sys
import time
from collections.abc import Callable

from wouldblock.figures.names import TIME_OF_CALL
from wouldblock.measure.idle import room_for
from wouldblock.measure.measurement import Measurement

WHAT = "the time of one call that finds one ready socket among idle ones"
SECONDS = 30
IDLE = [10, 30, 100, 300, 1000, 3000, 10_000]
EACH = 0.01  # seconds for a call and its repetitions
TRIES = 3  # of which the shortest mean counts: what else goes on can only add to it


def measure(m: Measurement) -> None:
    """Time a call of each kind about more and more descriptors."""
    counts = [10, 1000] if m.short else IDLE
    reason = room_for(max(counts))
    for _ in m.rounds(7):
        with contextlib.ExitStack() as stack:
            idle = [] if reason else [end for _ in range(max(counts) // 2 + 1) for end in pair(stack)]
            for count, name in m.turns([(count, name) for count in counts for name in ASKERS]):
                if not hasattr(select, name) or reason:
                    m.leave_out(TIME_OF_CALL, name, count, reason or f"this system has no {name}()")
                    continue
                numbers = [end.fileno() for end in idle[: count + 1]]
                idle[count + 1].send(b"x")  # its peer is ready, the last one that the kernel looks at
                try:
                    ask = ASKERS[name](numbers, stack)
                    m.note(TIME_OF_CALL, name, count, min(seconds_of(ask) for _ in range(TRIES)) * 1e6)
                except ValueError as refused:
                    m.leave_out(TIME_OF_CALL, name, count, f"it refuses: {refused}")
                idle[count].recv(1)


def pair(stack: contextlib.ExitStack) -> tuple[socket.socket, socket.socket]:
    """Two sockets that are connected, until the stack closes them."""
    first, second = socket.socketpair()
    return stack.enter_context(first), stack.enter_context(second)


def seconds_of(ask: Callable[[], list]) -> float:
    """The mean time of a call, over as many as fit; each has to find the one socket that is ready."""
    calls, begun = 0, time.perf_counter()
    while (now := time.perf_counter()) < begun + EACH:
        if len(ask()) != 1:
            raise RuntimeError("a call did not find the one socket that is ready")
        calls += 1
    return (now - begun) / calls


def with_select(numbers: list[int], _: contextlib.ExitStack) -> Callable[[], list]:
    """A question to select() about the descriptors with these numbers."""

    def ask() -> list:
        return select.select(numbers, [], [])[0]

    ask()
    return ask


def with_poll(numbers: list[int], _: contextlib.ExitStack) -> Callable[[], list]:
    """A question to poll() about the descriptors with these numbers."""
    poll = select.poll()
    for number in numbers:
        poll.register(number, select.POLLIN)
    return poll.poll


def with_epoll(numbers: list[int], stack: contextlib.ExitStack) -> Callable[[], list]:
    """A question to epoll about the descriptors with these numbers."""
    epoll = stack.enter_context(select.epoll())
    for number in numbers:
        epoll.register(number, select.EPOLLIN)
    return epoll.poll


def with_kqueue(numbers: list[int], stack: contextlib.ExitStack) -> Callable[[], list]:
    """A question to kqueue, which only macOS and the BSDs have."""
    if sys.platform in ("linux", "win32"):
        raise NotImplementedError
    queue = stack.enter_context(contextlib.closing(select.kqueue()))
    queue.control([select.kevent(number, select.KQ_FILTER_READ, select.KQ_EV_ADD) for number in numbers], 0)
    return lambda: queue.control([], len(numbers))


ASKERS = {"select": with_select, "poll": with_poll, "epoll": with_epoll, "kqueue": with_kqueue}

"""What one question to the kernel costs, by the number of descriptors that it is about: select, poll, epoll, kqueue."""

import contextlib
import select
import socket
import time
from collections.abc import Callable

from wouldblock.measure.idle import room_for
from wouldblock.measure.measurement import Measurement

WHAT = "the time of one call that finds one ready socket among idle ones"
SECONDS = 30
IDLE = [10, 30, 100, 300, 1000, 3000, 10_000]
EACH = 0.01  # seconds for a call and its repetitions
TRIES = 3  # of which the shortest mean counts: what else goes on can only add to it


def measure(m: Measurement) -> None:
    counts = [10, 1000] if m.short else IDLE
    reason = room_for(max(counts))
    for _ in m.rounds(7):
        with contextlib.ExitStack() as stack:
            idle = [] if reason else [one for _ in range(max(counts) // 2 + 1) for one in pair(stack)]
            for count, name in m.turns([(count, name) for count in counts for name in ASKERS]):
                if not hasattr(select, name) or reason:
                    m.leave_out("time of a call", "us", name, count, reason or f"this system has no {name}()")
                    continue
                numbers = [one.fileno() for one in idle[: count + 1]]
                idle[count + 1].send(b"x")  # its peer is ready, the last one that the kernel looks at
                try:
                    ask = ASKERS[name](numbers, stack)
                    m.note("time of a call", "us", name, count, min(seconds_of(ask) for _ in range(TRIES)) * 1e6)
                except ValueError as refused:
                    m.leave_out("time of a call", "us", name, count, f"it refuses: {refused}")
                idle[count].recv(1)


def pair(stack: contextlib.ExitStack) -> tuple[socket.socket, socket.socket]:
    return tuple(map(stack.enter_context, socket.socketpair()))


def seconds_of(ask: Callable[[], list]) -> float:
    """The mean time of a call, over as many as fit; each has to find the one socket that is ready."""
    calls, begun = 0, time.perf_counter()
    while (now := time.perf_counter()) < begun + EACH:
        if len(ask()) != 1:
            raise RuntimeError("a call did not find the one socket that is ready")
        calls += 1
    return (now - begun) / calls


def with_select(numbers: list[int], _: contextlib.ExitStack) -> Callable[[], list]:
    def ask() -> list:
        return select.select(numbers, [], [])[0]

    ask()
    return ask


def with_poll(numbers: list[int], _: contextlib.ExitStack) -> Callable[[], list]:
    poll = select.poll()
    for one in numbers:
        poll.register(one, select.POLLIN)
    return poll.poll


def with_epoll(numbers: list[int], stack: contextlib.ExitStack) -> Callable[[], list]:
    epoll = stack.enter_context(select.epoll())
    for one in numbers:
        epoll.register(one, select.EPOLLIN)
    return epoll.poll


def with_kqueue(numbers: list[int], stack: contextlib.ExitStack) -> Callable[[], list]:
    queue = stack.enter_context(contextlib.closing(select.kqueue()))
    queue.control([select.kevent(one, select.KQ_FILTER_READ, select.KQ_EV_ADD) for one in numbers], 0)
    return lambda: queue.control([], len(numbers))


ASKERS = {"select": with_select, "poll": with_poll, "epoll": with_epoll, "kqueue": with_kqueue}

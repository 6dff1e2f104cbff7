"""What one question to the kernel costs, by the number of descriptors that it is about: select, poll, epoll, kqueue."""

import contextlib
import select
import socket
import time
from collections.abc import Callable

from wouldblock.measure.idle import room_for
from wouldblock.measure.record import Measurement

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
            ready, writer = pair(stack)  # first, so that its number is small: select() minds numbers, not how many
            writer.send(b"x")
            idle = [] if reason else [one for _ in range(max(counts) // 2) for one in pair(stack)]
            for count in m.turns(counts):
                for name, prepare in ASKERS.items():
                    if not hasattr(select, name) or reason:
                        m.leave_out("time of a call", "us", name, count, reason or f"this system has no {name}()")
                        continue
                    try:
                        ask = prepare([*idle[:count], ready], stack)
                        m.note("time of a call", "us", name, count, min(seconds_of(ask) for _ in range(TRIES)) * 1e6)
                    except ValueError as refused:
                        m.leave_out("time of a call", "us", name, count, f"it refuses: {refused}")


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


def with_select(sockets: list, _: contextlib.ExitStack) -> Callable[[], list]:
    def ask() -> list:
        return select.select(sockets, [], [])[0]

    ask()
    return ask


def with_poll(sockets: list, _: contextlib.ExitStack) -> Callable[[], list]:
    poll = select.poll()
    for one in sockets:
        poll.register(one, select.POLLIN)
    return poll.poll


def with_epoll(sockets: list, stack: contextlib.ExitStack) -> Callable[[], list]:
    epoll = stack.enter_context(select.epoll())
    for one in sockets:
        epoll.register(one, select.EPOLLIN)
    return epoll.poll


def with_kqueue(sockets: list, stack: contextlib.ExitStack) -> Callable[[], list]:
    queue = stack.enter_context(contextlib.closing(select.kqueue()))
    queue.control([select.kevent(one, select.KQ_FILTER_READ, select.KQ_EV_ADD) for one in sockets], 0)
    return lambda: queue.control([], len(sockets))


ASKERS = {"select": with_select, "poll": with_poll, "epoll": with_epoll, "kqueue": with_kqueue}

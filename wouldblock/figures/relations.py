"""What the pages say about the figures: each relation with its sentence, and the test that it holds.

A page states a relation by `{{ relation.name }}`, and by `{{ spread.name }}` how large it was. So what stands there
is tested against the figures.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from wouldblock.figures.data import Record

LOOPS = ["selector loop", "asyncio"]
UNLIMITED = ["thread per connection", "process per connection", *LOOPS, "epoll in C", "nginx"]
PYTHON = [
    "sequential",
    "thread per connection",
    "pool of 8 threads",
    "process per connection",
    "prefork, 4 workers",
    *LOOPS,
]
NAMES = [*PYTHON, "epoll in C", "nginx"]


Groups = Callable[[Record], list[list[float]]]


@dataclass(frozen=True)
class Relation:
    """A sentence, the measurement behind it, and what it says in numbers: ratios, and bounds that their medians have to keep.

    `groups` gives the ratio of each round, in a list for each thing that the sentence speaks of: each server, each Python.
    So what is said of all has to hold of each.
    """

    says: str
    measurement: str
    groups: Groups
    above: float = 0
    below: float = float("inf")

    def holds(self, record: Record) -> bool | None:
        """Whether it held, by the median of each group; None where the record has not what it needs."""
        medians = [statistics.median(values) for values in self.groups(record) if values]
        return all(self.above < one < self.below for one in medians) if medians else None

    def values(self, record: Record) -> list[float]:
        """The ratios of all groups."""
        return list(chain(*self.groups(record)))

    def rounds_that_held(self, record: Record) -> int:
        return sum(self.above < value < self.below for value in self.values(record))


def grows(name: str, few: int, many: int) -> Groups:
    return lambda record: [record.ratios(("time of a call", name, many), ("time of a call", name, few))]


def time_beside(names: list[str], slow: int) -> Groups:
    """The time to the answer beside so many silent clients, as a share of their silence."""

    def shares(record: Record) -> list[list[float]]:
        silence = record.values("silence of the slow clients", "all")[-1]
        return [[time / silence for time in record.values("time to the answer", name, slow)] for name in names]

    return shares


def memory_of_each(one: str, other: str, at: int) -> Groups:
    return lambda record: [record.ratios(("memory of each", one, at), ("memory of each", other, at))]


def whole_memory(one: str, other: str) -> Groups:
    """The memory of each with the kernel's share, as a ratio to that of the other kind."""
    quantity = "whole memory of each"
    return lambda record: [record.ratios((quantity, one, 3000), (quantity, other, 3000))]


def whole_against_own(kind: str) -> Groups:
    return lambda record: [record.ratios(("whole memory of each", kind, 3000), ("memory of each", kind, 3000))]


def memory_of_connection(one: str, other: str, at: int) -> Groups:
    quantity = "memory a connection"
    return lambda record: [record.ratios((quantity, one, at), (quantity, other, at))]


def served(names: list[str], at: int) -> Groups:
    """How many of those who stay were answered, as a share."""
    return lambda record: [
        record.ratios(("answered while all stay", name, at), ("connected", name, at)) for name in names
    ]


def cost_of_answer(one: str, others: list[str], way: str, at: int) -> Groups:
    """The processor time an answer of one server, as a ratio to that of each of the others."""
    quantity = f"processor time an answer, {way}"
    return lambda record: [record.ratios((quantity, one, at), (quantity, other, at)) for other in others]


def time_of(way: str, kind: str, number: int, gil: bool) -> Groups:
    """The time that so many threads or processes need, each with the work of one thread, as a ratio to one thread."""
    return lambda record: [record.values(f"{way}: {kind}", python, number) for python in record.pythons_with(gil)]


def where_free(record: Record, python: str, values: list[float | None]) -> list[float]:
    """The values of those rounds in which the processors were free: without them nothing can run at the same time."""
    free = record.rounds_with_free_processors(python)
    return [value for value, is_free in zip(values, free, strict=False) if is_free and value is not None]


def threads_against_processes(kind: str, number: int, gil: bool) -> Groups:
    """The time of so many threads as a ratio to that of as many processes, where the processors were free."""

    def ratios(record: Record) -> list[list[float]]:
        found = []
        for python in record.pythons_with(gil):
            rows = [record.row(f"{way}: {kind}", python, number)["values"] for way in ("threads", "processes")]
            each = [None if None in pair else pair[0] / pair[1] for pair in zip(*rows, strict=False)]
            found.append(where_free(record, python, each))
        return found

    return ratios


def request_beside(busy: int, gil: bool) -> Groups:
    """The time of a request beside so many threads that compute, as a ratio to the time beside none."""
    quantity = "request beside busy threads"
    return lambda record: [
        record.ratios((quantity, python, busy), (quantity, python, 0)) for python in record.pythons_with(gil)
    ]


def interval_against_usual(interval: float) -> Groups:
    usual, other = "request beside busy threads", "request, by switch interval in ms"
    return lambda record: [
        record.ratios((other, python, interval), (usual, python, 1)) for python in record.pythons_with(True)
    ]


def of_size_asked_for(name: str, sizes: list[int]) -> Groups:
    return lambda record: [[value / size for value in record.values("accepted", name, size)] for size in sizes]


def unread_at_wake(name: str, sizes: list[int]) -> Groups:
    return lambda record: [record.values("unread at the wake", name, size) for size in sizes]


FIRST_SEND = "one send, default size"
SIZES = [4096 * 2**step for step in range(9)]

RELATIONS = {
    # readiness
    "poll_grows": Relation(
        "With 10,000 idle descriptors, a call of `poll()` takes many times as long as with 10.",
        "readiness", grows("poll", 10, 10_000), above=50,
    ),
    "select_grows": Relation(
        "With 1,000 idle descriptors, a call of `select()` takes many times as long as with 10.",
        "readiness", grows("select", 10, 1000), above=8,
    ),
    "epoll_stays": Relation(
        "With 10,000 idle descriptors, a call of `epoll` takes about as long as with 10.",
        "readiness", grows("epoll", 10, 10_000), above=0.3, below=3,
    ),
    # slow_client
    "one_silent_stops_sequential": Relation(
        "One silent client keeps the next one waiting at the sequential server until it leaves.",
        "slow_client", time_beside(["sequential"], 1), above=0.9,
    ),
    "four_silent_stop_prefork": Relation(
        "Four silent clients keep the next one waiting at the prefork server with its four workers.",
        "slow_client", time_beside(["prefork, 4 workers"], 4), above=0.9,
    ),
    "one_silent_leaves_prefork": Relation(
        "With one silent client, the prefork server and the pool answer the next one at once.",
        "slow_client", time_beside(["prefork, 4 workers", "pool of 8 threads"], 1), below=0.2,
    ),
    "eight_silent_stop_pool": Relation(
        "Eight silent clients keep the next one waiting at the pool of eight threads.",
        "slow_client", time_beside(["pool of 8 threads"], 8), above=0.9,
    ),
    "eight_silent_leave_the_rest": Relation(
        "Eight silent clients keep nobody waiting at the servers that have a thread or a process for each, or a loop.",
        "slow_client", time_beside(UNLIMITED, 8), below=0.2,
    ),
    # ten_thousand
    "process_against_thread": Relation(
        "Ten thousand processes take many times as much memory of their own as ten thousand threads.",
        "ten_thousand", memory_of_each("processes", "threads", 10_000), above=5,
    ),
    "thread_against_coroutine": Relation(
        "Ten thousand threads take many times as much memory of their own as ten thousand coroutines.",
        "ten_thousand", memory_of_each("threads", "coroutines", 10_000), above=4,
    ),
    "threads_later_than_coroutines": Relation(
        "Ten thousand threads take longer to start than ten thousand coroutines.",
        "ten_thousand",
        lambda record: [record.ratios(("time", "threads", 10_000), ("time", "coroutines", 10_000))], above=3,
    ),
    # kernel
    "connection_against_coroutine": Relation(
        "With what the kernel holds for them, connections that are only watched take several times as much memory as coroutines.",
        "kernel", whole_memory("connections", "coroutines"), above=2,
    ),
    "thread_with_kernel": Relation(
        "With what the kernel holds for it, a thread is about twice as heavy as by its own memory.",
        "kernel", whole_against_own("threads"), above=1.6, below=2.6,
    ),
    "process_with_kernel": Relation(
        "With what the kernel holds for it, a process is heavier by less than a half.",
        "kernel", whole_against_own("processes"), above=1.05, below=1.5,
    ),
    # idle
    "idle_process_against_thread": Relation(
        "A silent connection takes many times as much memory with a process of its own as with a thread of its own.",
        "idle", memory_of_connection("process per connection", "thread per connection", 100), above=10,
    ),
    "idle_thread_against_asyncio": Relation(
        "A silent connection takes more memory with a thread of its own than with a task of asyncio.",
        "idle", memory_of_connection("thread per connection", "asyncio", 1000), above=2,
    ),
    "idle_asyncio_against_selector": Relation(
        "A silent connection takes more memory in asyncio than in the selector loop.",
        "idle", memory_of_connection("asyncio", "selector loop", 1000), above=2,
    ),
    "sequential_serves_one": Relation(
        "Of 100 clients that stay, the sequential server answers one.",
        "idle", served(["sequential"], 100), above=0.009, below=0.011,
    ),
    "loops_serve_all": Relation(
        "Of 10,000 clients that stay, a single thread with a loop answers all.",
        "idle", served(LOOPS, 10_000), above=0.999, below=1.001,
    ),
    # requests
    "c_is_the_limit": Relation(
        "With ten kept connections, an answer costs the server in C less processor time than any of those in Python.",
        "requests", cost_of_answer("epoll in C", PYTHON, "kept", 10), below=0.9,
    ),
    "generator_limits_c": Relation(
        "With ten kept connections, the generator is busier than the server in C.",
        "requests",
        lambda record: [
            record.ratios(
                ("processors of the generator, kept", "epoll in C", 10), ("processors of the server, kept", "epoll in C", 10)
            )
        ],
        above=1.1,
    ),
    "same_model_in_c": Relation(
        "With ten kept connections, an answer costs the selector loop in Python more processor time than the loop in C.",
        "requests", cost_of_answer("selector loop", ["epoll in C"], "kept", 10), above=1.4,
    ),
    "fork_costs_most": Relation(
        "With a connection for each request, an answer costs the server that forks many times the processor time of any other.",
        "requests",
        cost_of_answer("process per connection", [name for name in NAMES if name != "process per connection"], "one a request", 10),
        above=5,
    ),
    "threads_to_start_cost": Relation(
        "With a connection for each request, an answer costs the server that starts a thread for each more processor time than the pool, which has its threads already.",
        "requests", cost_of_answer("thread per connection", ["pool of 8 threads"], "one a request", 10), above=1.5,
    ),
    "connecting_costs_more": Relation(
        "An answer on a connection of its own costs more processor time than one on a kept connection, at every server that serves all ten.",
        "requests",
        lambda record: [
            record.ratios(
                ("processor time an answer, one a request", name, 10), ("processor time an answer, kept", name, 10)
            )
            for name in UNLIMITED
        ],
        above=1.5,
    ),
    # gil
    "threads_compute_in_turn": Relation(
        "With a GIL, four threads that each run a Python loop take several times as long as one.",
        "gil", time_of("threads", "Python loop", 4, True), above=2.5,
    ),
    "threads_multiply_in_turn": Relation(
        "With a GIL, four threads that each multiply matrices in Python take several times as long as one.",
        "gil", time_of("threads", "matrices in Python", 4, True), above=2.5,
    ),
    "processes_beat_threads": Relation(
        "With a GIL, four threads that run a Python loop take longer than four processes.",
        "gil", threads_against_processes("Python loop", 4, True), above=1.4,
    ),
    "hashing_threads_as_processes": Relation(
        "Four threads that hash take about as long as four processes, with a GIL, too.",
        "gil", threads_against_processes("hashing", 4, True), above=0.5, below=1.5,
    ),
    "numpy_threads_as_processes": Relation(
        "Four threads that multiply matrices in NumPy take about as long as four processes, with a GIL, too.",
        "gil", threads_against_processes("matrices in NumPy", 4, True), above=0.5, below=1.5,
    ),
    "waiting_threads": Relation(
        "Four threads that wait take about as long as one, with a GIL, too.",
        "gil", time_of("threads", "waiting", 4, True), above=0.7, below=1.5,
    ),
    "free_threads_compute_together": Relation(
        "Without a GIL, four threads that run a Python loop take about as long as four processes.",
        "gil", threads_against_processes("Python loop", 4, False), above=0.5, below=1.5,
    ),
    "convoy": Relation(
        "With a GIL, a small request takes many times as long beside one thread that computes.",
        "gil", request_beside(1, True), above=5,
    ),
    "no_convoy": Relation(
        "Without a GIL, a small request takes about as long beside one thread that computes as beside none.",
        "gil", request_beside(1, False), above=0.3, below=2,
    ),
    "shorter_interval": Relation(
        "With a tenth of the usual switch interval, a small request beside one thread that computes takes less than half the time.",
        "gil", interval_against_usual(0.5), below=0.5,
    ),
    # buffers
    "unix_takes_double": Relation(
        "A pair of Unix sockets accepts about twice as many bytes as asked for.",
        "buffers", of_size_asked_for("Unix sockets", SIZES[:8]), above=1.8, below=2.2,
    ),
    "tcp_takes_more": Relation(
        "A TCP connection with the smallest buffer accepts many times as many bytes as a pair of Unix sockets.",
        "buffers",
        lambda record: [record.ratios(("accepted", "TCP", SIZES[0]), ("accepted", "Unix sockets", SIZES[0]))], above=5,
    ),
    "single_bytes_fill_unix": Relation(
        "Sent byte by byte, a small part of the size asked for fills the buffer of a pair of Unix sockets.",
        "buffers",
        lambda record: [[value / SIZES[4] for value in record.values("accepted, a byte a send", "Unix sockets", SIZES[4])]],
        below=0.2,
    ),
    "single_bytes_join_in_tcp": Relation(
        "Over TCP, single bytes are joined, and about as many fit as in large pieces.",
        "buffers",
        lambda record: [record.ratios(("accepted, a byte a send", "TCP", SIZES[4]), ("accepted", "TCP", SIZES[4]))],
        above=0.7, below=1.4,
    ),
    "tcp_wakes_before_empty": Relation(
        "Over TCP, a blocked writer goes on while part of the bytes is still unread, at every size.",
        "buffers", unread_at_wake("TCP", SIZES), above=0.02,
    ),
    "unix_wakes_before_empty": Relation(
        "A blocked writer to a pair of Unix sockets with a larger buffer goes on while part of the bytes is still unread, too.",
        "buffers", unread_at_wake("Unix sockets", SIZES[4:]), above=0.02,
    ),
    "one_piece_wakes_when_empty": Relation(
        "With small buffers of Unix sockets, a blocked writer goes on only when nothing is left.",
        "buffers", unread_at_wake("Unix sockets", SIZES[:4]), above=-0.01, below=0.01,
    ),
    "small_packets_take_less": Relation(
        "Between two networks, the first send took less than a tenth of what it took over loopback.",
        "buffers", lambda record: [record.ratios((FIRST_SEND, "TCP", 1500), (FIRST_SEND, "TCP", 65_536))], below=0.1,
    ),
    "article_just_fits": Relation(
        "71,680 bytes still fitted into it, with less than a fifth to spare.",
        "buffers", lambda record: [[value / 71_680 for value in record.values(FIRST_SEND, "TCP", 1500)]], above=1, below=1.2,
    ),
}  # fmt: skip

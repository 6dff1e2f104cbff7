"""What the pages say about the figures: each relation with its sentence, and the numbers by which a test sees that it holds.

A page states a relation by `{{ relation.name }}`, and by `{{ spread.name }}` how large it was. So what stands there
is tested against the figures.
"""

from wouldblock.figures.data import WITH_GIL, WITHOUT_GIL
from wouldblock.figures.names import (
    ACCEPTED,
    ACCEPTED_BYTEWISE,
    ALL,
    ANSWERED,
    ASYNCIO,
    BUFFER_SIZES,
    CONNECTED,
    COST_OF_ANSWER,
    ETHERNET,
    FIRST_SEND,
    FORKS,
    HASHING,
    IN_C,
    IN_PYTHON,
    KEPT,
    LOOP,
    LOOPBACK,
    LOOPS,
    MATRICES,
    MATRICES_NUMPY,
    MEMORY_OF_CONNECTION,
    MEMORY_OF_EACH,
    ONE_A_REQUEST,
    POOL,
    PREFORK,
    PROCESSORS_OF_GENERATOR,
    PROCESSORS_OF_SERVER,
    REQUEST_BESIDE_THREADS,
    REQUEST_BY_INTERVAL,
    SELECTORS,
    SEQUENTIAL,
    SERVERS,
    SILENCE,
    TCP,
    THREADS,
    TIME,
    TIME_OF_CALL,
    TIME_TO_ANSWER,
    UNIX,
    UNLIMITED,
    UNREAD_AT_WAKE,
    WAITING,
    WHOLE_MEMORY,
    Row,
    time_of,
)
from wouldblock.figures.relation import Ratio, Relation


def time_beside(servers: list[str], slow: int) -> list[Ratio]:
    """The time to the answer beside so many silent clients, as a share of their silence."""
    return [Ratio(Row(TIME_TO_ANSWER, name, slow), Row(SILENCE, ALL)) for name in servers]


def served(servers: list[str], clients: int) -> list[Ratio]:
    """How many of so many clients who stay were answered, as a share."""
    return [Ratio(Row(ANSWERED, name, clients), Row(CONNECTED, name, clients)) for name in servers]


def cost_of_answer(server: str, others: list[str], way: str) -> list[Ratio]:
    """The processor time an answer of one server with ten connections, as a ratio to that of each of the others."""
    quantity = COST_OF_ANSWER.by(way)
    return [Ratio(Row(quantity, server, 10), Row(quantity, other, 10)) for other in others]


def threads_against_processes(work: str, gil: str) -> list[Ratio]:
    """The time of four threads as a ratio to that of four processes, where the processors were free."""
    return [Ratio(Row(time_of("threads", work), gil, 4), Row(time_of("processes", work), gil, 4), where_free=True)]


def unread_at_wake(kind: str, sizes: list[int]) -> list[Ratio]:
    """The share of the bytes that was unread when a blocked writer went on, by the size of the buffer."""
    return [Ratio(Row(UNREAD_AT_WAKE, kind, size)) for size in sizes]


RELATIONS = {
    # readiness
    "poll_grows": Relation(
        "With 10,000 idle descriptors, a call of `poll()` takes many times as long as with 10.",
        "readiness", [Ratio(Row(TIME_OF_CALL, "poll", 10_000), Row(TIME_OF_CALL, "poll", 10))], above=50,
    ),
    "select_grows": Relation(
        "With 1,000 idle descriptors, a call of `select()` takes many times as long as with 10.",
        "readiness", [Ratio(Row(TIME_OF_CALL, "select", 1000), Row(TIME_OF_CALL, "select", 10))], above=8,
    ),
    "epoll_stays": Relation(
        "With 10,000 idle descriptors, a call of `epoll` takes about as long as with 10.",
        "readiness", [Ratio(Row(TIME_OF_CALL, "epoll", 10_000), Row(TIME_OF_CALL, "epoll", 10))], above=0.3, below=3,
    ),
    # slow_client
    "one_silent_stops_sequential": Relation(
        "One silent client keeps the next one waiting at the sequential server until it leaves.",
        "slow_client", time_beside([SEQUENTIAL], 1), above=0.9,
    ),
    "four_silent_stop_prefork": Relation(
        "Four silent clients keep the next one waiting at the prefork server with its four workers.",
        "slow_client", time_beside([PREFORK], 4), above=0.9,
    ),
    "one_silent_leaves_prefork": Relation(
        "With one silent client, the prefork server and the pool answer the next one at once.",
        "slow_client", time_beside([PREFORK, POOL], 1), below=0.2,
    ),
    "eight_silent_stop_pool": Relation(
        "Eight silent clients keep the next one waiting at the pool of eight threads.",
        "slow_client", time_beside([POOL], 8), above=0.9,
    ),
    "eight_silent_leave_the_rest": Relation(
        "Eight silent clients keep nobody waiting at the servers that have a thread or a process for each, or a loop.",
        "slow_client", time_beside(UNLIMITED, 8), below=0.2,
    ),
    # ten_thousand
    "process_against_thread": Relation(
        "Ten thousand processes take many times as much memory of their own as ten thousand threads.",
        "ten_thousand", [Ratio(Row(MEMORY_OF_EACH, "processes", 10_000), Row(MEMORY_OF_EACH, "threads", 10_000))], above=5,
    ),
    "thread_against_coroutine": Relation(
        "Ten thousand threads take many times as much memory of their own as ten thousand coroutines.",
        "ten_thousand", [Ratio(Row(MEMORY_OF_EACH, "threads", 10_000), Row(MEMORY_OF_EACH, "coroutines", 10_000))], above=4,
    ),
    "threads_later_than_coroutines": Relation(
        "Ten thousand threads take longer to start than ten thousand coroutines.",
        "ten_thousand",
        [Ratio(Row(TIME, "threads", 10_000), Row(TIME, "coroutines", 10_000))], above=3,
    ),
    # kernel
    "connection_against_coroutine": Relation(
        "With what the kernel holds for them, connections that are only watched take several times as much memory as coroutines.",
        "kernel", [Ratio(Row(WHOLE_MEMORY, "connections", 3000), Row(WHOLE_MEMORY, "coroutines", 3000))], above=2,
    ),
    "thread_with_kernel": Relation(
        "With what the kernel holds for it, a thread is about twice as heavy as by its own memory.",
        "kernel", [Ratio(Row(WHOLE_MEMORY, "threads", 3000), Row(MEMORY_OF_EACH, "threads", 3000))], above=1.6, below=2.6,
    ),
    "process_with_kernel": Relation(
        "With what the kernel holds for it, a process is heavier by less than a half.",
        "kernel", [Ratio(Row(WHOLE_MEMORY, "processes", 3000), Row(MEMORY_OF_EACH, "processes", 3000))], above=1.05, below=1.5,
    ),
    # idle
    "idle_process_against_thread": Relation(
        "A silent connection takes many times as much memory with a process of its own as with a thread of its own.",
        "idle", [Ratio(Row(MEMORY_OF_CONNECTION, FORKS, 100), Row(MEMORY_OF_CONNECTION, THREADS, 100))], above=10,
    ),
    "idle_thread_against_asyncio": Relation(
        "A silent connection takes more memory with a thread of its own than with a task of asyncio.",
        "idle", [Ratio(Row(MEMORY_OF_CONNECTION, THREADS, 1000), Row(MEMORY_OF_CONNECTION, ASYNCIO, 1000))], above=2,
    ),
    "idle_asyncio_against_selector": Relation(
        "A silent connection takes more memory in asyncio than in the selector loop.",
        "idle", [Ratio(Row(MEMORY_OF_CONNECTION, ASYNCIO, 1000), Row(MEMORY_OF_CONNECTION, SELECTORS, 1000))], above=2,
    ),
    "sequential_serves_one": Relation(
        "Of 100 clients that stay, the sequential server answers one.",
        "idle", served([SEQUENTIAL], 100), above=0.009, below=0.011,
    ),
    "loops_serve_all": Relation(
        "Of 10,000 clients that stay, a single thread with a loop answers all.",
        "idle", served(LOOPS, 10_000), above=0.999, below=1.001,
    ),
    # requests
    "c_is_the_limit": Relation(
        "With ten kept connections, an answer costs the server in C less processor time than any of those in Python.",
        "requests", cost_of_answer(IN_C, IN_PYTHON, KEPT), below=0.9,
    ),
    "generator_limits_c": Relation(
        "With ten kept connections, the generator is busier than the server in C.",
        "requests",
        [Ratio(Row(PROCESSORS_OF_GENERATOR.by(KEPT), IN_C, 10), Row(PROCESSORS_OF_SERVER.by(KEPT), IN_C, 10))],
        above=1.1,
    ),
    "same_model_in_c": Relation(
        "With ten kept connections, an answer costs the selector loop in Python more processor time than the loop in C.",
        "requests", cost_of_answer(SELECTORS, [IN_C], KEPT), above=1.4,
    ),
    "fork_costs_most": Relation(
        "With a connection for each request, an answer costs the server that forks many times the processor time of any other.",
        "requests",
        cost_of_answer(FORKS, [name for name in SERVERS if name != FORKS], ONE_A_REQUEST),
        above=5,
    ),
    "threads_to_start_cost": Relation(
        "With a connection for each request, an answer costs the server that starts a thread for each more processor time than the pool, which has its threads already.",
        "requests", cost_of_answer(THREADS, [POOL], ONE_A_REQUEST), above=1.5,
    ),
    "connecting_costs_more": Relation(
        "An answer on a connection of its own costs more processor time than one on a kept connection, at every server that serves all ten.",
        "requests",
        [
            Ratio(Row(COST_OF_ANSWER.by(ONE_A_REQUEST), name, 10), Row(COST_OF_ANSWER.by(KEPT), name, 10))
            for name in UNLIMITED
        ],
        above=1.5,
    ),
    # gil
    "threads_compute_in_turn": Relation(
        "With a GIL, four threads that each run a Python loop take several times as long as one.",
        "gil", [Ratio(Row(time_of("threads", LOOP), WITH_GIL, 4))], above=2.5,
    ),
    "threads_multiply_in_turn": Relation(
        "With a GIL, four threads that each multiply matrices in Python take several times as long as one.",
        "gil", [Ratio(Row(time_of("threads", MATRICES), WITH_GIL, 4))], above=2.5,
    ),
    "processes_beat_threads": Relation(
        "With a GIL, four threads that run a Python loop take longer than four processes.",
        "gil", threads_against_processes(LOOP, WITH_GIL), above=1.4,
    ),
    "hashing_threads_as_processes": Relation(
        "Four threads that hash take about as long as four processes, with a GIL, too.",
        "gil", threads_against_processes(HASHING, WITH_GIL), above=0.5, below=1.5,
    ),
    "numpy_threads_as_processes": Relation(
        "Four threads that multiply matrices in NumPy take about as long as four processes, with a GIL, too.",
        "gil", threads_against_processes(MATRICES_NUMPY, WITH_GIL), above=0.5, below=1.5,
    ),
    "waiting_threads": Relation(
        "Four threads that wait take about as long as one, with a GIL, too.",
        "gil", [Ratio(Row(time_of("threads", WAITING), WITH_GIL, 4))], above=0.7, below=1.5,
    ),
    "free_threads_compute_together": Relation(
        "Without a GIL, four threads that run a Python loop take about as long as four processes.",
        "gil", threads_against_processes(LOOP, WITHOUT_GIL), above=0.5, below=1.5,
    ),
    "convoy": Relation(
        "With a GIL, a small request takes many times as long beside one thread that computes.",
        "gil", [Ratio(Row(REQUEST_BESIDE_THREADS, WITH_GIL, 1), Row(REQUEST_BESIDE_THREADS, WITH_GIL, 0))], above=5,
    ),
    "no_convoy": Relation(
        "Without a GIL, a small request takes about as long beside one thread that computes as beside none.",
        "gil", [Ratio(Row(REQUEST_BESIDE_THREADS, WITHOUT_GIL, 1), Row(REQUEST_BESIDE_THREADS, WITHOUT_GIL, 0))], above=0.3, below=2,
    ),
    "shorter_interval": Relation(
        "With a tenth of the usual switch interval, a small request beside one thread that computes takes less than half the time.",
        "gil", [Ratio(Row(REQUEST_BY_INTERVAL, WITH_GIL, 0.5), Row(REQUEST_BESIDE_THREADS, WITH_GIL, 1))], below=0.5,
    ),
    # buffers
    "unix_takes_double": Relation(
        "A pair of Unix sockets accepts about twice as many bytes as asked for.",
        "buffers", [Ratio(Row(ACCEPTED, UNIX, size), size) for size in BUFFER_SIZES[:8]], above=1.8, below=2.2,
    ),
    "tcp_takes_more": Relation(
        "A TCP connection with the smallest buffer accepts many times as many bytes as a pair of Unix sockets.",
        "buffers",
        [Ratio(Row(ACCEPTED, TCP, BUFFER_SIZES[0]), Row(ACCEPTED, UNIX, BUFFER_SIZES[0]))], above=5,
    ),
    "single_bytes_fill_unix": Relation(
        "Sent byte by byte, a small part of the size asked for fills the buffer of a pair of Unix sockets.",
        "buffers",
        [Ratio(Row(ACCEPTED_BYTEWISE, UNIX, BUFFER_SIZES[4]), BUFFER_SIZES[4])],
        below=0.2,
    ),
    "single_bytes_join_in_tcp": Relation(
        "Over TCP, single bytes are joined, and about as many fit as in large pieces.",
        "buffers",
        [Ratio(Row(ACCEPTED_BYTEWISE, TCP, BUFFER_SIZES[4]), Row(ACCEPTED, TCP, BUFFER_SIZES[4]))],
        above=0.7, below=1.4,
    ),
    "tcp_wakes_before_empty": Relation(
        "Over TCP, a blocked writer goes on while part of the bytes is still unread, at every size.",
        "buffers", unread_at_wake(TCP, BUFFER_SIZES), above=0.02,
    ),
    "unix_wakes_before_empty": Relation(
        "A blocked writer to a pair of Unix sockets with a larger buffer goes on while part of the bytes is still unread, too.",
        "buffers", unread_at_wake(UNIX, BUFFER_SIZES[4:]), above=0.02,
    ),
    "one_piece_wakes_when_empty": Relation(
        "With small buffers of Unix sockets, a blocked writer goes on only when nothing is left.",
        "buffers", unread_at_wake(UNIX, BUFFER_SIZES[:4]), above=-0.01, below=0.01,
    ),
    "small_packets_take_less": Relation(
        "Between two networks, the first send took less than a tenth of what it took over loopback.",
        "buffers", [Ratio(Row(FIRST_SEND, TCP, ETHERNET), Row(FIRST_SEND, TCP, LOOPBACK))], below=0.1,
    ),
    "article_just_fits": Relation(
        "71,680 bytes still fitted into it, with less than a fifth to spare.",
        "buffers", [Ratio(Row(FIRST_SEND, TCP, ETHERNET), 71_680)], above=1, below=1.2,
    ),
}  # fmt: skip

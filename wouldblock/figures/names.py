"""The names of what is measured: each quantity with its unit, and the subjects, as they stand in the files of figures.

What measures and what reads take them from here, so that a row that is asked for is one that can be there.
"""

from typing import NamedTuple

MEASUREMENTS = [
    "buffers",
    "readiness",
    "gil",
    "requests",
    "slow_client",
    "idle",
    "ten_thousand",
    "kernel",
]  # the heaviest come last


class Quantity(NamedTuple):
    """What a row gives the values of, and their unit."""

    name: str
    unit: str

    def by(self, way: str) -> "Quantity":
        """The same quantity, measured in one of several ways."""
        return Quantity(f"{self.name}, {way}", self.unit)


class Row(NamedTuple):
    """One row of figures: a quantity of a subject, `at` a number of connections, of bytes or the like, or at none."""

    quantity: Quantity
    subject: str
    at: float | None = None

    @property
    def key(self) -> tuple[str, str, float | None]:
        """By what a file of figures tells its rows apart."""
        return self.quantity.name, self.subject, self.at


# Servers, the seven of `choosing` and two that show what the limit is
SEQUENTIAL, THREADS, POOL = "sequential", "thread per connection", "pool of 8 threads"
FORKS, PREFORK = "process per connection", "prefork, 4 workers"
SELECTORS, ASYNCIO = "selector loop", "asyncio"
IN_C, NGINX = "epoll in C", "nginx"
LOOPS = [SELECTORS, ASYNCIO]
IN_PYTHON = [SEQUENTIAL, THREADS, POOL, FORKS, PREFORK, *LOOPS]
SERVERS = [*IN_PYTHON, IN_C, NGINX]
UNLIMITED = [THREADS, FORKS, *LOOPS, IN_C, NGINX]  # they serve any number of clients at a time

# requests, in two ways
KEPT, ONE_A_REQUEST = "kept", "one a request"  # connections
ANSWERS = Quantity("answers a second", "1/s")
SLOWEST = Quantity("slowest 1 %", "ms")
COST_OF_ANSWER = Quantity("processor time an answer", "us")
PROCESSORS_OF_SERVER = Quantity("processors of the server", "processors")
PROCESSORS_OF_GENERATOR = Quantity("processors of the generator", "processors")
ERRORS = Quantity("errors", "answers")

# slow_client
ALL = "all"
SILENCE = Quantity("silence of the slow clients", "ms")
TIME_TO_ANSWER = Quantity("time to the answer", "ms")

# idle
CONNECTED = Quantity("connected", "clients")
ANSWERED = Quantity("answered while all stay", "clients")
MEMORY_OF_CONNECTION = Quantity("memory a connection", "KiB")

# ten_thousand
OF_MANY = ["threads", "processes", "coroutines", "connections"]
TIME = Quantity("time", "s")
MEMORY_OF_EACH = Quantity("memory of each", "KiB")

# kernel
OF_KERNEL = Quantity("kernel memory of each", "KiB")
WHOLE_MEMORY = Quantity("whole memory of each", "KiB")

# readiness
TIME_OF_CALL = Quantity("time of a call", "us")

# buffers
TCP, UNIX = "TCP", "Unix sockets"
BUFFER_SIZES = [4096 * 2**step for step in range(9)]  # bytes, asked for by SO_SNDBUF
ETHERNET, LOOPBACK = 1500, 65_536  # bytes in a packet
ACCEPTED = Quantity("accepted", "bytes")
ACCEPTED_BYTEWISE = Quantity("accepted, a byte a send", "bytes")
UNREAD_AT_WAKE = Quantity("unread at the wake", "share")
FIRST_SEND = Quantity("one send, default size", "bytes")
ACCEPTED_BY_DEFAULT = Quantity("accepted, default size", "bytes")

# gil
LOOP, HASHING, WAITING = "Python loop", "hashing", "waiting"
MATRICES, MATRICES_NUMPY = "matrices in Python", "matrices in NumPy"
FREE_PROCESSORS = Quantity("processors to be had", "processors")
REQUEST_BESIDE_THREADS = Quantity("request beside busy threads", "ms")
REQUEST_BY_INTERVAL = Quantity("request, by switch interval in ms", "ms")


def time_of(way: str, work: str) -> Quantity:
    """The time of so many 'threads' or 'processes', each with the work of one, as a ratio to the time of one thread."""
    return Quantity(f"{way}: {work}", "ratio")

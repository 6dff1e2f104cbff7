"""One round of the measurement of the GIL, as a program that every Python on the machine can run; prints a line of JSON.

Needs nothing but the standard library, and NumPy for one kind of work.
"""

import hashlib
import json
import multiprocessing
import os
import platform
import socket
import statistics
import sys
import sysconfig
import threading
import time

os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"})
KEPT_BUSY = [0, 1, 2]  # threads that compute beside the one that answers
INTERVALS = [0.005, 0.0005, 0.00005]  # seconds
THINKING = 0.001  # seconds before each request, so that the server waits when it comes
TRIES = 3  # of each time, of which the shortest counts: what else goes on can only add to it
DATA = bytes(1 << 20)


def loop(amount):
    """Count in Python alone."""
    for _ in range(amount):
        pass


def matrices(amount):
    """Multiply two matrices of 40 times 40 numbers in Python alone."""
    size = range(40)
    matrix = [[row * column % 7 for column in size] for row in size]
    for _ in range(amount):
        [[sum(matrix[row][k] * matrix[k][column] for k in size) for column in size] for row in size]


def hashing(amount):
    """Hash a mebibyte again and again, which lets go of the GIL."""
    for _ in range(amount):
        hashlib.sha256(DATA).digest()


def waiting(amount):
    """Sleep so many milliseconds."""
    time.sleep(amount / 1000)


def numpy_matrices(amount):
    """Multiply two matrices in NumPy, which lets go of the GIL."""
    import numpy

    matrix = numpy.ones((500, 500))
    for _ in range(amount):
        matrix @ matrix


KINDS = {
    "Python loop": loop,
    "matrices in Python": matrices,
    "hashing": hashing,
    "waiting": waiting,
    "matrices in NumPy": numpy_matrices,
}


def amount_for(work, seconds):
    """How much of a work takes about so long alone."""
    if work is waiting:
        return int(seconds * 1000)
    work(1)  # which imports and warms up what it needs
    amount = 1
    while True:
        begun = time.perf_counter()
        work(amount)
        took = time.perf_counter() - begun
        if took >= seconds / 4:
            return max(round(amount * seconds / took), 1)
        amount *= 4


def in_threads(work, amount, number):
    """Seconds until so many threads have each done the work, from the moment when all are there."""
    start = threading.Barrier(number + 1)

    def lock_and_write():
        start.wait()
        work(amount)

    threads = [threading.Thread(target=lock_and_write) for _ in range(number)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def serve_jobs(connection):
    """What each process does: a job for each message, until there is none."""
    while job := connection.recv():
        kind, amount = job
        KINDS[kind](amount)
        connection.send(True)


class Processes:
    """Processes that are there already, so that their start is not measured."""

    def __init__(self, number):
        pairs = [multiprocessing.Pipe() for _ in range(number)]
        self.pipes = [ours for ours, _ in pairs]
        self.processes = [multiprocessing.Process(target=serve_jobs, args=[theirs]) for _, theirs in pairs]
        for process in self.processes:
            process.start()

    def seconds(self, kind, amount, number):
        """Seconds until all have done the work."""
        begun = time.perf_counter()
        for pipe in self.pipes[:number]:
            pipe.send((kind, amount))
        for pipe in self.pipes[:number]:
            pipe.recv()
        return time.perf_counter() - begun

    def end(self):
        """Let them end, and wait for that."""
        for pipe, process in zip(self.pipes, self.processes, strict=True):
            pipe.send(None)
            process.join()


def answer(port, busy, interval):
    """A server in a process of its own: one thread echoes, others compute."""
    sys.setswitchinterval(interval)
    stop = threading.Event()

    def compute():
        while not stop.is_set():
            loop(1000)

    threads = [threading.Thread(target=compute) for _ in range(busy)]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for thread in threads:
            thread.start()
        connection.sendall(b"!")
        while data := connection.recv(1):
            connection.sendall(data)
    stop.set()
    for thread in threads:
        thread.join()


def latency(busy, interval, requests):
    """The median seconds of a small request to a process in which so many threads compute."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        arguments = [listener.getsockname()[1], busy, interval]
        process = multiprocessing.Process(target=answer, args=arguments)
        process.start()
        connection, _ = listener.accept()
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.recv(1)
        times = []
        for _ in range(requests):
            time.sleep(THINKING)
            begun = time.perf_counter()
            connection.sendall(b"?")
            connection.recv(1)
            times.append(time.perf_counter() - begun)
    process.join()
    return statistics.median(times)


def main():
    """Measure one round, with what the command line asks for, and print it."""
    seconds, most, requests = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    result = {"times": [], "latencies": [], "left_out": {}, "gil": getattr(sys, "_is_gil_enabled", lambda: True)()}
    free_threaded = " free-threaded" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    result["python"] = f"{platform.python_implementation()} {platform.python_version()}{free_threaded}"
    processes = Processes(most)
    for kind, work in KINDS.items():
        try:
            amount = amount_for(work, seconds)
        except ImportError:
            result["left_out"][kind] = "this Python has no NumPy"
            continue
        for pipe in processes.pipes:  # each imports and warms up what the work needs
            pipe.send((kind, 1))
            pipe.recv()
        for number in range(1, most + 1):
            in_turn = [
                (in_threads(work, amount, number), processes.seconds(kind, amount, number)) for _ in range(TRIES)
            ]
            for way, times in zip(("threads", "processes"), zip(*in_turn, strict=True), strict=True):
                result["times"].append([way, kind, number, min(times)])
    processes.end()
    for busy in KEPT_BUSY:
        result["latencies"].append([busy, INTERVALS[0], latency(busy, INTERVALS[0], requests)])
    for interval in INTERVALS[1:]:
        result["latencies"].append([1, interval, latency(1, interval, requests)])
    print(json.dumps(result))


if __name__ == "__main__":
    main()

"""Make many of one kind, let them wait, and report the time and the memory as a line of JSON; started by ten_thousand.py."""

import json
import os
import sys
import time
from collections.abc import Sequence

from wouldblock.measure.memory import kernel, memory

CLIENTS = """
import socket
print("here", flush=True)
port, count = map(int, input().split())
held = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
try:
    input()
except EOFError:
    pass  # the other process has done
"""


def sizes(others: Sequence[int] = ()) -> tuple[float | None, int]:
    """Bytes of this process and others, and of the kernel."""
    return memory([os.getpid(), *others]), kernel()


def report(seconds: float, before: tuple[float | None, int], others: Sequence[int] = ()) -> None:
    """Print how long it took, and by how many bytes this process and others, and the kernel, have grown since `before`."""
    (own_before, kernel_before), (own, of_kernel) = before, sizes(others)
    grown = None if own_before is None or own is None else own - own_before
    print(json.dumps({"seconds": seconds, "memory": grown, "kernel": of_kernel - kernel_before}), flush=True)


def threads(count: int) -> None:
    """Threads that wait for an event."""
    import threading  # each kind its own modules: what a process has imported is part of its size

    over, before = threading.Event(), sizes()
    begun = time.perf_counter()
    made = [threading.Thread(target=over.wait) for _ in range(count)]
    try:
        for thread in made:
            thread.start()
        report(time.perf_counter() - begun, before)
    finally:
        over.set()


def processes(count: int) -> None:
    """Forked processes that wait for a signal."""
    import signal

    before = sizes()
    begun = time.perf_counter()
    made, (there, is_there) = [], os.pipe()
    try:
        for _ in range(count):
            if not (pid := os.fork()):
                os.write(is_there, b"!")
                signal.pause()
            made.append(pid)
        while count := count - len(os.read(there, count)):
            pass
        report(time.perf_counter() - begun, before, made)
    finally:
        for pid in made:
            os.kill(pid, signal.SIGKILL)
        for pid in made:
            os.waitpid(pid, 0)


def coroutines(count: int) -> None:
    """Tasks of asyncio that wait for an event."""
    import asyncio

    async def main() -> None:
        over = asyncio.Event()
        await asyncio.create_task(asyncio.sleep(0))  # whatever a loop makes for its first task, it has made
        before = sizes()
        begun = time.perf_counter()
        made = [asyncio.create_task(over.wait()) for _ in range(count)]
        await asyncio.sleep(0)  # until each has begun to wait
        report(time.perf_counter() - begun, before)
        over.set()
        await asyncio.gather(*made)

    asyncio.run(main())


def connections(count: int) -> None:
    """Accepted sockets that epoll watches; the clients are in another process, whose memory does not count."""
    import select
    import socket
    import subprocess

    with (
        socket.create_server(("127.0.0.1", 0), backlog=4096) as listener,
        subprocess.Popen(
            [sys.executable, "-c", CLIENTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as clients,
        select.epoll() as epoll,
    ):
        assert clients.stdin is not None and clients.stdout is not None  # they are pipes
        clients.stdout.readline()  # it has begun, and shares with this process what two Pythons share
        before = sizes()
        begun = time.perf_counter()
        print(listener.getsockname()[1], count, file=clients.stdin, flush=True)
        made = []
        for _ in range(count):
            made.append(listener.accept()[0])
            epoll.register(made[-1], select.EPOLLIN)
        report(time.perf_counter() - begun, before)
        clients.stdin.close()
        for end in made:
            end.close()


def main() -> None:
    """Make as many of a kind as the command line asks for."""
    kind, count = sys.argv[1], int(sys.argv[2])
    make = {"threads": threads, "processes": processes, "coroutines": coroutines, "connections": connections}[kind]
    try:
        make(count)
    except (OSError, RuntimeError, AttributeError) as error:
        print(json.dumps({"reason": f"the system refuses: {error}"}), flush=True)


if __name__ == "__main__":
    main()

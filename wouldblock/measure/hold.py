"""Make many of one kind, let them wait, and report the time and the memory as a line of JSON; started by ten_thousand.py."""

import json
import os
import sys
import time

from wouldblock.measure.memory import group, memory


def report(seconds: float, before: float | None) -> None:
    pids = [os.getpid(), *(pid for pid in group(os.getpgrp()) if pid != os.getpid())] if before else []
    print(json.dumps({"seconds": seconds, "memory": memory(pids) - before if before else None}), flush=True)


def threads(count: int, before: float | None) -> None:
    import threading  # each kind its own modules: what a process has imported is part of its size

    over = threading.Event()
    begun = time.perf_counter()
    made = [threading.Thread(target=over.wait) for _ in range(count)]
    try:
        for thread in made:
            thread.start()
        report(time.perf_counter() - begun, before)
    finally:
        over.set()


def processes(count: int, before: float | None) -> None:
    import signal

    begun = time.perf_counter()
    made = []
    try:
        for _ in range(count):
            if not (pid := os.fork()):
                signal.pause()
            made.append(pid)
        report(time.perf_counter() - begun, before)
    finally:
        for pid in made:
            os.kill(pid, signal.SIGKILL)
        for pid in made:
            os.waitpid(pid, 0)


def coroutines(count: int, before: float | None) -> None:
    import asyncio

    async def main() -> None:
        over = asyncio.Event()
        begun = time.perf_counter()
        made = [asyncio.create_task(over.wait()) for _ in range(count)]
        await asyncio.sleep(0)  # until each has begun to wait
        report(time.perf_counter() - begun, before)
        over.set()
        await asyncio.gather(*made)

    asyncio.run(main())


def connections(count: int, before: float | None) -> None:
    """Both ends in this process: a client's socket and the accepted one, which epoll watches."""
    import select
    import socket

    begun = time.perf_counter()
    with socket.create_server(("127.0.0.1", 0)) as listener, select.epoll() as epoll:
        made = []
        for _ in range(count):
            made.append(socket.create_connection(listener.getsockname()))
            made.append(listener.accept()[0])
            epoll.register(made[-1], select.EPOLLIN)
        report(time.perf_counter() - begun, before)
        for one in made:
            one.close()


def main() -> None:
    kind, count = sys.argv[1], int(sys.argv[2])
    make = {"threads": threads, "processes": processes, "coroutines": coroutines, "connections": connections}[kind]
    try:
        make(count, memory([os.getpid()]))
    except (OSError, RuntimeError, AttributeError) as error:
        print(json.dumps({"reason": f"the system refuses: {error}"}), flush=True)


if __name__ == "__main__":
    main()

"""How many of 8 waiting workers does one connection wake?"""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path
from select import EPOLLEXCLUSIVE, EPOLLIN, epoll


def work(events):
    own_epoll = epoll()
    if events:
        own_epoll.register(listener, EPOLLIN | events)
    while True:
        own_epoll.poll(None if events else 0)  # None: wait
        with contextlib.suppress(BlockingIOError):  # others were faster
            listener.accept()[0].close()


def sleeps(pid):
    """How often a worker has gone to sleep; it sleeps again now."""
    file = Path(f"/proc/{pid}/status")
    while "State:\tS" not in (status := file.read_text("utf-8")):
        time.sleep(0.001)
    return status.partition("\nvoluntary_ctxt_switches:")[2].split()[0]


WAYS = ("accept", 0), ("epoll", EPOLLIN), ("exclusive", EPOLLEXCLUSIVE)
for name, events in WAYS:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(not events)  # accept() waits, or epoll
        workers = [os.fork() or work(events) for _ in range(8)]
        before = {pid: sleeps(pid) for pid in workers}
        with socket.create_connection(listener.getsockname()) as client:
            client.recv(1)  # until a worker has closed it
        woken = sum(sleeps(pid) != before[pid] for pid in workers)
        print(f"{name}: {woken} of 8")
        #> accept: 1 of 8
        #> epoll: 8 of 8
        #> exclusive: 1 of 8
        for pid in workers:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)

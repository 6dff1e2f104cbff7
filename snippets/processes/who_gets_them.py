"""Forty clients, one after the other: which of 4 workers gets them?"""

import multiprocessing
import os
import socket
from collections import Counter
from pathlib import Path
from select import EPOLLEXCLUSIVE, EPOLLIN, epoll


def work():
    own_epoll = epoll()
    if exclusive:
        own_epoll.register(listener, EPOLLIN | EPOLLEXCLUSIVE)
    while True:
        own_epoll.poll(None if exclusive else 0)  # None: wait
        with listener.accept()[0] as connection:
            connection.sendall(b"%d" % os.getpid())


def wait_until_asleep(pid):
    file = Path(f"/proc/{pid}/status")
    while "State:\tS" not in file.read_text("utf-8"):
        os.sched_yield()  # let others run first


Worker = multiprocessing.get_context("fork").Process
for exclusive in False, True:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        workers = [Worker(target=work, daemon=True) for _ in range(4)]
        for worker in workers:
            worker.start()
        served = Counter()
        for _ in range(40):
            for worker in workers:
                wait_until_asleep(worker.pid)
            with socket.create_connection(listener.getsockname()) as c:
                served[c.recv(100)] += 1
        for worker in workers:
            worker.kill()
            worker.join()
            worker.close()
        print(f"{exclusive=}, served {sorted(served.values())}")
        #> exclusive=False, served [10, 10, 10, 10]
        #> exclusive=True, served [40]

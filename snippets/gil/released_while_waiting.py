"""Twenty threads wait in recv() at the same time."""

import contextlib
import socket
import threading
import time


def wait(connection):
    connection.settimeout(0.1)
    try:
        connection.recv(100)  # nobody ever sends
    except TimeoutError:
        ended.append(connection)


ended = []
with contextlib.ExitStack() as stack:
    threads = []
    for _ in range(20):
        left, right = socket.socketpair()
        stack.enter_context(left)
        stack.enter_context(right)
        threads.append(threading.Thread(target=wait, args=[left]))

    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - start

print(f"{len(ended)} waits of 0.1 s took {seconds:.3f} s")
#> 20 waits of 0.1 s took 0.112 s
print("less than half of 2 s:", seconds < 1)
#> less than half of 2 s: True

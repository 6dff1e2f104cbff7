"""A forked child reads what its parent had in memory."""

import os
import resource


def faults():
    """How often the kernel had to give this process a page so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


block = b"x" * 8_000_000
words = [str(number) for number in range(100_000)]

child = os.fork()
if child == 0:
    try:
        start = faults()
        block.count(b"y")  # reads every byte
        pages = faults() - start
        print("pages, for one large object:", pages, flush=True)
        #> pages, for one large object: 28

        start = faults()
        sum(map(len, words))  # reads the length of every word
        pages = faults() - start
        print("pages, for many small ones:", pages, flush=True)
        #> pages, for many small ones: 1568
    finally:
        os._exit(0)
os.waitpid(child, 0)

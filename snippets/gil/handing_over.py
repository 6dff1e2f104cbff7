"""Watch the turns of another thread: in a loop, and in one call."""

import sys
import threading
import time
from itertools import compress, repeat, takewhile

has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
seconds = 0.5 if has_gil else 3  # until both have had a processor
turns = []


def take_turns():
    while not done.wait(0.001):
        turns.append("again")


def loop_in_python(end):
    lengths = set()
    while time.monotonic() < end:
        lengths.add(len(turns))
    return lengths


def one_call(end):  # the same, in loops that are written in C
    times = takewhile(end.__gt__, iter(time.monotonic, None))
    return set(map(len, compress(repeat(turns), times)))


done = threading.Event()
other = threading.Thread(target=take_turns)
other.start()
beside_loop = len(loop_in_python(time.monotonic() + seconds)) - 1
beside_call = len(one_call(time.monotonic() + seconds)) - 1
done.set()
other.join()

print("beside the loop, turns of the other thread:", beside_loop)
#> beside the loop, turns of the other thread: 62
print("beside the one call:", beside_call)
#> beside the one call: 0
print("beside the loop, there were some:", beside_loop > 0)
#> beside the loop, there were some: True
print("the GIL decided:", has_gil == (beside_call == 0))
#> the GIL decided: True

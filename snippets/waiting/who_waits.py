"""Two threads of one program: one waits for input, one works."""

import os
import threading

# A pipe: what is written at one end can be read at the other.
reading_end, writing_end = os.pipe()
about_to_read = threading.Event()
lines = []


def wait_for_a_line():
    with open(reading_end) as source:
        about_to_read.set()
        lines.append(source.readline())  # nothing there yet: it waits


with open(writing_end, "w") as sink:
    waiter = threading.Thread(target=wait_for_a_line)
    waiter.start()
    about_to_read.wait()

    count = 0
    while count < 1_000_000:
        count += 1
    print(f"the main thread counted to {count}")
    #> the main thread counted to 1000000
    print(f"meanwhile the other one has read {lines}")
    #> meanwhile the other one has read []

    sink.write("here it is\n")
waiter.join()
print(f"after the wait it has read {lines}")
#> after the wait it has read ['here it is\n']

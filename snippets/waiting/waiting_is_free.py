"""Wait, then read and compute: what does each of them cost?"""

import time


def wait():
    time.sleep(0.2)


def read_and_compute():
    with open(__file__, "rb") as program:
        size = len(program.read())
    sum(number % size for number in range(1_000_000))


used = {}
for task in wait, read_and_compute:
    clock, processor = time.perf_counter(), time.process_time()
    task()
    passed = time.perf_counter() - clock
    used[task] = time.process_time() - processor
    times = f"{passed:.4f} s passed, {used[task]:.4f} s of work"
    print(f"{task.__name__}: {times}")
    #> wait: 0.2002 s passed, 0.0000 s of work
    #> read_and_compute: 0.0556 s passed, 0.0270 s of work

print("waiting was less than 0.02 s of work:", used[wait] < 0.02)
#> waiting was less than 0.02 s of work: True
print("the other one was more:", used[read_and_compute] > used[wait])
#> the other one was more: True

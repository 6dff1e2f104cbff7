"""Two threads take two locks, in opposite or in the same order."""

import threading

left, right = threading.Lock(), threading.Lock()


def take_both(first, second, meet, results):
    with first:
        meet.wait()
        taken = second.acquire(timeout=0.05)  # without it: for ever
        meet.wait()  # keep the first until the other has tried
        if taken:
            second.release()
    results.append(taken)


def run_two(orders, meet):
    results = []
    threads = [
        threading.Thread(target=take_both, args=[*order, meet, results])
        for order in orders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# Each holds its first lock before either asks for the second one.
both = threading.Barrier(2, timeout=5)
print("opposite:", run_two([(left, right), (right, left)], both))
#> opposite: [False, False]

# Only one can hold the first lock: there is nobody to meet.
alone = threading.Barrier(1)
print("the same:", run_two([(left, right), (left, right)], alone))
#> the same: [True, True]

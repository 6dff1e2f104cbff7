"""Two deposits at the same moment, and one is lost, every time."""

import threading

balance = 0
both_have_read = threading.Barrier(2, timeout=5)


def deposit(amount):
    global balance
    seen = balance  # read
    both_have_read.wait()  # the other thread has read it, too
    balance = seen + amount  # write


threads = [
    threading.Thread(target=deposit, args=[100]) for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("two deposits of 100:", balance)
#> two deposits of 100: 100

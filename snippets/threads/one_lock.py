"""The deposits of the lost update, this time inside a lock."""

import threading

balance = 0
lock = threading.Lock()
both_have_read = threading.Barrier(2)


def deposit(amount):
    global balance
    with lock:
        seen = balance  # read
        try:  # leave the other thread time to read as well
            both_have_read.wait(timeout=0.1)
        except threading.BrokenBarrierError:
            both_have_read.reset()  # the next deposit waits anew
            print("nobody else has read it")
            #> nobody else has read it
            #> nobody else has read it
        balance = seen + amount  # write


threads = [
    threading.Thread(target=deposit, args=[100]) for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("two deposits of 100:", balance)
#> two deposits of 100: 200

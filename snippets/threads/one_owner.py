"""Two cures for the lost update: a lock, or a single owner."""

import queue
import threading

balance = 0
lock = threading.Lock()
both_have_read = threading.Barrier(2)


def run_two(target):
    threads = [
        threading.Thread(target=target, args=[100]) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def deposit(amount):
    global balance
    with lock:
        seen = balance
        try:  # leave the other thread time to come in
            both_have_read.wait(timeout=0.1)
        except threading.BrokenBarrierError:
            print("nobody else has read it")
            #> nobody else has read it
            #> nobody else has read it
        balance = seen + amount


run_two(deposit)
print("with a lock:", balance)
#> with a lock: 200

deposits = queue.Queue()
run_two(deposits.put)  # they don't touch the balance
deposits.put(None)  # no more will come
balance = 0
for amount in iter(deposits.get, None):
    balance += amount  # this thread alone reads and writes it
print("with an owner:", balance)
#> with an owner: 200

"""A balance with one owner; the other threads send it deposits."""

import queue
import threading

balance = 0
deposits = queue.Queue()
has_read, may_write = threading.Event(), threading.Event()


def own_the_balance():
    global balance
    while (amount := deposits.get()) is not None:
        seen = balance  # read
        has_read.set()
        may_write.wait(5)
        balance = seen + amount  # write
        print(f"owner: read {seen}, wrote {balance}")
        #> owner: read 0, wrote 100
        #> owner: read 100, wrote 200


owner = threading.Thread(target=own_the_balance)
first = threading.Thread(target=deposits.put, args=[100])
second = threading.Thread(target=deposits.put, args=[100])
owner.start()
first.start()
has_read.wait(5)  # the owner is between reading and writing
second.start()
second.join()  # the second thread has come and gone meanwhile
may_write.set()

first.join()
deposits.put(None)  # no more will come
owner.join()
print("two deposits of 100:", balance)
#> two deposits of 100: 200

"""Does the call wait? Does the work go on after it has returned?"""

import queue
import socket
import threading
from concurrent.futures import ThreadPoolExecutor


def send_two():
    for _ in range(2):
        message = outbox.get()
        may_send.wait(5)
        right.sendall(message)


left, right = socket.socketpair()
with left, right, ThreadPoolExecutor() as pool:
    threading.Timer(0.05, right.sendall, [b"one"]).start()
    print("blocking, synchronous: waited, has", left.recv(100))
    #> blocking, synchronous: waited, has b'one'

    left.setblocking(False)
    try:
        left.recv(100)
    except BlockingIOError:
        print("non-blocking, synchronous: refused, and that is all")
        #> non-blocking, synchronous: refused, and that is all

    future = pool.submit(right.recv, 100)
    done = future.done()
    left.send(b"two")  # there is room for three bytes
    data = future.result()
    print(f"non-blocking, asynchronous: {done=}, later {data}")
    #> non-blocking, asynchronous: done=False, later b'two'

    outbox, may_send = queue.Queue(maxsize=1), threading.Event()
    outbox.put(b"three")  # now it is full
    sender = threading.Timer(0.05, send_two)
    sender.start()
    outbox.put(b"four")  # waits until b"three" was taken out
    unsent = outbox.qsize()
    may_send.set()
    sender.join()
    print("blocking, asynchronous: waited, unsent:", unsent)
    #> blocking, asynchronous: waited, unsent: 1

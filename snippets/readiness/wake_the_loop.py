"""A loop that sleeps in select() learns of another thread's work."""

import contextlib
import queue
import selectors
import socket
import threading

inbox = queue.SimpleQueue()
sleeper, waker = socket.socketpair()


def put(message):
    inbox.put(message)


def put_and_wake(message):
    inbox.put(message)
    with contextlib.suppress(BlockingIOError):  # full: it will wake
        waker.send(b"!")


with sleeper, waker, selectors.DefaultSelector() as selector:
    sleeper.setblocking(False)
    waker.setblocking(False)
    selector.register(sleeper, selectors.EVENT_READ)

    thread = threading.Timer(0.1, put, ["first"])
    thread.start()
    print("after put(), events:", len(selector.select(timeout=0.2)))
    #> after put(), events: 0
    thread.join()
    print("and yet there were messages:", inbox.qsize())
    #> and yet there were messages: 1

    thread = threading.Timer(0.1, put_and_wake, ["second"])
    thread.start()
    print("events:", len(selector.select(timeout=5)))
    #> events: 1
    print("woken by", sleeper.recv(1024))
    #> woken by b'!'
    thread.join()
    print("messages:", [inbox.get() for _ in range(inbox.qsize())])
    #> messages: ['first', 'second']

"""Six threads share two connections; a queue lends them out."""

import contextlib
import queue
import socket
import threading

ADDRESS = ("127.0.0.1", 12345)
pool = queue.Queue()
answers = []


def ask(question):
    connection = pool.get(timeout=5)  # waits until one is free
    connection.sendall(question)
    answers.append(connection.recv(1024))
    pool.put(connection)


with contextlib.ExitStack() as stack:
    for _ in range(2):
        connection = socket.create_connection(ADDRESS, timeout=5)
        pool.put(stack.enter_context(connection))

    borrowed = [pool.get(), pool.get()]
    threads = [
        threading.Thread(target=ask, args=[b"question %d" % number])
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    threads[0].join(timeout=0.1)  # enough to show that they wait
    print("both are lent; answers:", len(answers))
    #> both are lent; answers: 0

    for connection in borrowed:
        pool.put(connection)
    for thread in threads:
        thread.join()
    print("both are back; answers:", len(set(answers)))
    #> both are back; answers: 6

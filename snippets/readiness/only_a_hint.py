"""Two threads are told of one client, and both call accept()."""

import select
import socket
import threading


def work():
    ready, _, _ = select.select([listener], [], [], 5)
    told.append(bool(ready))
    both_told.wait(5)
    try:
        connection, _ = listener.accept()
    except BlockingIOError:
        print("one accept(): BlockingIOError")
        #> one accept(): BlockingIOError
    else:
        with connection:
            print("one accept(): a client")
            #> one accept(): a client


told = []
both_told = threading.Barrier(2)
with socket.create_server(("127.0.0.1", 0)) as listener:
    listener.setblocking(False)
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    with socket.create_connection(listener.getsockname()):
        for worker in workers:
            worker.join()
print("told that it was ready:", told)
#> told that it was ready: [True, True]

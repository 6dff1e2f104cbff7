"""A parent accepts, and hands the connection to a running worker."""

import os
import socket


def work():
    try:
        line.close()  # or the end of the other one would never come
        while descriptors := socket.recv_fds(far, 1, 1)[1]:
            with socket.socket(fileno=descriptors[0]) as connection:
                connection.sendall(b"worker %d" % os.getpid())
    finally:
        os._exit(0)


line, far = socket.socketpair()
worker = os.fork() or work()
far.close()
with line, socket.create_server(("127.0.0.1", 0)) as listener:
    for _ in range(2):
        client = socket.create_connection(listener.getsockname())
        connection, _ = listener.accept()
        with client, connection:
            socket.send_fds(line, [b"x"], [connection.fileno()])
            connection.close()  # the worker has a copy
            answer = client.recv(100)
            print("from the worker:", answer == b"worker %d" % worker)
            #> from the worker: True
            #> from the worker: True
os.waitpid(worker, 0)
print("the worker has ended, too")
#> the worker has ended, too

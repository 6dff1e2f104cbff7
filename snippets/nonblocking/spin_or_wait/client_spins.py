"""Ask the socket again and again until the answer is there."""

import socket
import time

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    connection.sendall(b"spinning?")
    connection.setblocking(False)
    before = time.process_time()
    calls = 0
    answer = None
    while answer is None:
        calls += 1
        try:
            answer = connection.recv(1024)
        except BlockingIOError:
            pass  # not yet: ask again
    used = time.process_time() - before

    print("got", answer)
    #> got b'an answer'
    print("recv() calls:", calls)
    #> recv() calls: 35889
    print(f"processor time: {used:.3f} s")
    #> processor time: 0.041 s

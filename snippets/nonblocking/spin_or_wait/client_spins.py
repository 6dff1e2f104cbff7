"""Ask the socket again and again until the answer is there."""

import socket
import time

with socket.create_connection(("127.0.0.1", 12345)) as connection:
    connection.sendall(b"spinning?")
    connection.setblocking(False)
    clock, processor = time.perf_counter(), time.process_time()
    calls = 0
    answer = None
    while answer is None:
        calls += 1
        try:
            answer = connection.recv(1024)
        except BlockingIOError:
            pass  # not yet: ask again
    passed = time.perf_counter() - clock
    used = time.process_time() - processor

    print("got", answer)
    #> got b'an answer'
    print("recv() calls:", calls)
    #> recv() calls: 85431
    print(f"{passed:.3f} s passed, {used:.3f} s of work")
    #> 0.104 s passed, 0.093 s of work

"""Two connections to a server that forks; the first is silent."""

import socket

ADDRESS = ("127.0.0.1", 12345)

with (
    socket.create_connection(ADDRESS, timeout=5) as first,
    socket.create_connection(ADDRESS, timeout=5) as second,
):
    first.sendall(b"one")
    answer_to_first = first.recv(1024).decode()
    print("first got", answer_to_first)
    #> first got one from process 12

    # From now on the first client is silent. The second one speaks.
    second.sendall(b"two")
    answer_to_second = second.recv(1024).decode()
    print("second got", answer_to_second)
    #> second got two from process 13

    pids = answer_to_first.split()[-1], answer_to_second.split()[-1]
    print("different processes:", len(set(pids)))
    #> different processes: 2

    first.shutdown(socket.SHUT_WR)  # the first says that it is done
    print("first got the end:", first.recv(1024))
    #> first got the end: b''

"""Three clients connect to a listener before anybody asks."""

import select
import socket

clients = []


def connect():
    clients.append(socket.create_connection(listener.getsockname()))


with (
    socket.create_server(("127.0.0.1", 0)) as listener,
    select.epoll() as epoll,
):
    listener.setblocking(False)
    epoll.register(listener, select.EPOLLIN | select.EPOLLET)
    for _ in range(3):
        connect()
    print("three clients, reports:", len(epoll.poll(timeout=5)))
    #> three clients, reports: 1
    listener.accept()[0].close()
    print("one accepted, reports:", len(epoll.poll(timeout=0.05)))
    #> one accepted, reports: 0

    connect()
    print("one more client, reports:", len(epoll.poll(timeout=5)))
    #> one more client, reports: 1
    accepted = 0
    try:
        while True:
            listener.accept()[0].close()
            accepted += 1
    except BlockingIOError:
        print("accepted until refused:", accepted)
        #> accepted until refused: 3

for client in clients:
    client.close()

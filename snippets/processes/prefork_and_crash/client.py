"""Three clients keep three workers busy; one worker crashes."""

import contextlib
import socket


def connect():
    address = ("127.0.0.1", 12345)
    return stack.enter_context(socket.create_connection(address, 5))


def ask(connection, question):
    connection.sendall(question)
    return connection.recv(1024)


with contextlib.ExitStack() as stack:
    clients = [connect() for _ in range(3)]
    before = [ask(client, b"who are you?") for client in clients]
    print("workers that answered:", len(set(before)))
    #> workers that answered: 3

    print("the crashing request got", ask(clients[0], b"crash"))
    #> the crashing request got b''

    after = [ask(client, b"and now?") for client in clients[1:]]
    print("the others still have theirs:", after == before[1:])
    #> the others still have theirs: True

    newcomer = ask(connect(), b"who are you?")
    print("a newcomer got a new one:", newcomer not in before)
    #> a newcomer got a new one: True

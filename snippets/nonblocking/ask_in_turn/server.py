"""Echo to two clients from one thread, by asking all in turn."""

import contextlib
import socket

with contextlib.ExitStack() as stack:
    listener = socket.create_server(("127.0.0.1", 12345))
    stack.enter_context(listener)
    listener.setblocking(False)
    connections = []
    calls = gone = 0
    while gone < 2:
        calls += 1
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            pass  # nobody new
        else:
            connection.setblocking(False)
            connections.append(stack.enter_context(connection))

        for connection in connections.copy():
            calls += 1
            try:
                data = connection.recv(1024)
            except BlockingIOError:
                continue  # nothing from this one
            if data:
                connection.send(data)  # a few bytes: there is room
            else:
                connections.remove(connection)
                connection.close()
                gone += 1

    print(f"two clients served, with {calls} calls")
    #> two clients served, with 6934 calls

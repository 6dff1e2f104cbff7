"""Connect again and again to a listener that never accepts."""

import contextlib
import socket

with contextlib.ExitStack() as open_sockets:
    listener = socket.socket()
    open_sockets.enter_context(listener)
    listener.bind(("127.0.0.1", 0))
    listener.listen(2)  # the backlog
    address = listener.getsockname()

    connected = 0
    try:
        while True:
            client = socket.create_connection(address, timeout=0.25)
            open_sockets.enter_context(client)
            connected += 1
            print(f"connected: {connected}")
            #> connected: 1
            #> connected: 2
            #> connected: 3
    except TimeoutError as error:
        print(f"the next one was not refused: {error}")
        #> the next one was not refused: timed out

    connection, _ = listener.accept()  # takes one out of the queue
    open_sockets.enter_context(connection)
    client = socket.create_connection(address, timeout=5)
    open_sockets.enter_context(client)
    print("one accepted, and there is room for one more")
    #> one accepted, and there is room for one more

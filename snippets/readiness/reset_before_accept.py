"""A client connects, and breaks off before accept() is called."""

import select
import socket
import struct

AT_ONCE = struct.pack("ii", 1, 0)  # linger: on, for 0 seconds

with socket.create_server(("127.0.0.1", 0)) as listener:
    listener.setblocking(False)
    client = socket.create_connection(listener.getsockname())
    ready, _, _ = select.select([listener], [], [], 5)
    print("a client is there:", bool(ready))
    #> a client is there: True

    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    client.close()  # a reset, in place of an end
    ready, _, _ = select.select([listener], [], [], 0.1)
    print("it has broken off, and still ready:", bool(ready))
    #> it has broken off, and still ready: True

    connection, _ = listener.accept()
    with connection:
        try:
            connection.recv(100)
        except ConnectionResetError:
            print("accept() returned it; recv() fails")
            #> accept() returned it; recv() fails

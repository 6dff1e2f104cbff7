"""Two clients connect and send before accept() is called at all."""

import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    address = listener.getsockname()

    with socket.create_connection(address, timeout=5) as first:
        first.sendall(b"early")
    print("the first client has connected, sent, and left")
    #> the first client has connected, sent, and left

    with socket.create_connection(address, timeout=5) as second:
        second.sendall(b"later")
        print("the second client has connected and sent")
        #> the second client has connected and sent

        # Only now does the program accept.
        for _ in range(2):
            connection, _ = listener.accept()
            with connection:
                print("accept() hands over", connection.recv(1024))
                #> accept() hands over b'early'
                #> accept() hands over b'later'

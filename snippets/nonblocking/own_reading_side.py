"""What recv() returns after we have shut down our own reading side."""

import socket

with (
    socket.create_server(("127.0.0.1", 0)) as listener,
    socket.create_connection(listener.getsockname()) as peer,
    listener.accept()[0] as connection,
):
    connection.shutdown(socket.SHUT_RD)
    print("nothing has come:", connection.recv(100))
    #> nothing has come: b''
    peer.sendall(b"later")
    while not (data := connection.recv(100)):
        pass  # b'' until the bytes are here
    print("the peer has sent:", data)
    #> the peer has sent: b'later'
    print("and now:", connection.recv(100))
    #> and now: b''

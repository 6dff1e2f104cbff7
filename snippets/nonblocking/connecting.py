"""Connect without waiting: to a listener, and where nobody listens."""

import errno
import select
import socket


def connect(address):
    with socket.socket() as sock:
        sock.setblocking(False)
        try:
            sock.connect(address)
        except BlockingIOError as error:
            if error.errno != errno.EINPROGRESS:
                raise  # it has not even begun
            print("connect():", errno.errorcode[error.errno])
            #> connect(): EINPROGRESS
            #> connect(): EINPROGRESS

        _, writable, _ = select.select([], [sock], [], 5)
        print("writable:", sock in writable)
        #> writable: True
        #> writable: True
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        print("SO_ERROR:", errno.errorcode.get(code, code))
        #> SO_ERROR: 0
        #> SO_ERROR: ECONNREFUSED


with socket.create_server(("127.0.0.1", 0)) as listener:
    connect(listener.getsockname())

with socket.socket() as deaf:
    deaf.bind(("127.0.0.1", 0))  # the port is taken; nobody listens
    connect(deaf.getsockname())

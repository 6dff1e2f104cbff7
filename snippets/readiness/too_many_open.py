"""A server that may open no more files, and a client that waits."""

import errno
import resource
import select
import socket

with (
    socket.create_server(("127.0.0.1", 0)) as listener,
    socket.create_connection(listener.getsockname()),
    socket.socket() as spare,
):
    # The spare one has the lowest number that was free. If the next
    # number is forbidden, none is left.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (spare.fileno() + 1, hard)
    )
    for _ in range(2):
        ready, _, _ = select.select([listener], [], [], 5)
        try:
            listener.accept()
        except OSError as error:
            name = errno.errorcode[error.errno]
            print("listeners ready:", len(ready), "accept():", name)
            #> listeners ready: 1 accept(): EMFILE
            #> listeners ready: 1 accept(): EMFILE

    spare.close()
    connection, _ = listener.accept()
    with connection:
        print("one closed, and the client is still there")
        #> one closed, and the client is still there
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

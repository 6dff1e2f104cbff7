"""A TLS handshake with a peer that does not answer."""

import select
import socket
import ssl

context = ssl.create_default_context()
near, far = socket.socketpair()
tls = context.wrap_socket(
    near,
    server_hostname="example.org",
    do_handshake_on_connect=False,
)
with tls, far:
    tls.setblocking(False)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError as error:
        print("raised:", type(error).__name__)
        #> raised: SSLWantReadError
        print("a BlockingIOError:", isinstance(error, BlockingIOError))
        #> a BlockingIOError: False
        print("an OSError:", isinstance(error, OSError))
        #> an OSError: True

    # What has the peer got from it by now?
    ready, _, _ = select.select([far], [], [], 5)
    print("the peer can read:", bool(ready))
    #> the peer can read: True
    record = far.recv(65_536)
    print("first byte, 22 is a handshake:", record[0])
    #> first byte, 22 is a handshake: 22

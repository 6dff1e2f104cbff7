"""The peer ends, or breaks off: which call hears of it, and how?"""

import socket


def connect():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        here = socket.create_connection(listener.getsockname(), 5)
        return here, listener.accept()[0]


def outcome(call, argument):
    try:
        return call(argument)
    except OSError as error:
        return f"{type(error).__name__} {error.errno}"


here, peer = connect()
with here:
    peer.close()  # it has read everything: this is an end
    print("an end: recv()", outcome(here.recv, 100))
    #> an end: recv() b''
    print("  and again", outcome(here.recv, 100))
    #>   and again b''
    print("  send()", outcome(here.send, b"x"))
    #>   send() 1
    print("  and again", outcome(here.send, b"x"))
    #>   and again BrokenPipeError 32

for order in ("recv", "send"), ("send", "recv"):
    here, peer = connect()
    with here:
        here.sendall(b"never read")
        peer.recv(1)  # the bytes are there
        peer.close()  # with some of them unread: this is a break
        for name in order:
            argument = 100 if name == "recv" else b"x"
            call = getattr(here, name)
            print(f"a break: {name}()", outcome(call, argument))
            #> a break: recv() ConnectionResetError 104
            #> a break: send() BrokenPipeError 32
            #> a break: send() ConnectionResetError 104
            #> a break: recv() b''

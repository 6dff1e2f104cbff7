"""A selector has a socket that is closed; a new socket is made."""

import selectors
import socket

old, peer = socket.socketpair()
with peer, selectors.DefaultSelector() as selector:
    selector.register(old, selectors.EVENT_READ, data="old")
    number = old.fileno()
    old.close()  # and not unregistered before

    new, other = socket.socketpair()
    with new, other:
        print("same number:", new.fileno() == number)
        #> same number: True
        print("what the selector knows:", selector.get_key(new).data)
        #> what the selector knows: old
        try:
            selector.register(new, selectors.EVENT_READ, data="new")
        except KeyError:
            print("register(): KeyError")
            #> register(): KeyError

        selector.unregister(old)  # works, although it is closed
        selector.register(new, selectors.EVENT_READ, data="new")
        print("what the selector knows:", selector.get_key(new).data)
        #> what the selector knows: new

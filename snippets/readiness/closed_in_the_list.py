"""A closed socket that is still in the list of those to wait for."""

import select
import selectors
import socket

left, right = socket.socketpair()
left.close()
with right, selectors.DefaultSelector() as selector:
    try:
        select.select([left, right], [], [], 0)
    except ValueError as error:
        print("select():", error)
        #> select(): file descriptor cannot be a negative integer (-1)
    try:
        selector.register(left, selectors.EVENT_READ)
    except ValueError as error:
        print("register():", error)
        #> register(): Invalid file descriptor: -1

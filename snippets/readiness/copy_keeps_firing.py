"""An epoll instance has a socket that is closed; a copy is open."""

import errno
import select
import socket

left, right = socket.socketpair()
with right, left.dup() as copy, select.epoll() as epoll:
    number = left.fileno()
    epoll.register(left, select.EPOLLIN)
    right.sendall(b"x")
    left.close()  # copy is another number for the same thing

    reports = epoll.poll(0)
    print("reported under the old number:", reports[0][0] == number)
    #> reported under the old number: True
    try:
        epoll.unregister(number)
    except OSError as error:
        print("unregister():", errno.errorcode[error.errno])
        #> unregister(): EBADF
    print("asked again, the same:", epoll.poll(0) == reports)
    #> asked again, the same: True
    copy.close()
    print("the last copy is closed:", epoll.poll(0))
    #> the last copy is closed: []

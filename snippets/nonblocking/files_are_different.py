"""Set O_NONBLOCK on a pipe and on a file, and ask both for bytes."""

import os
import select
import tempfile

reader, writer = os.pipe()
with open(reader, "rb") as pipe, open(writer, "wb"):
    os.set_blocking(reader, False)
    try:
        os.read(reader, 100)
    except BlockingIOError:
        print("empty pipe: BlockingIOError")
        #> empty pipe: BlockingIOError
    ready, _, _ = select.select([pipe], [], [], 0)
    print("select() calls it readable:", pipe in ready)
    #> select() calls it readable: False

with tempfile.TemporaryFile() as file:
    number = file.fileno()
    os.set_blocking(number, False)
    print("file is non-blocking:", not os.get_blocking(number))
    #> file is non-blocking: True
    print("empty file:", os.read(number, 100))
    #> empty file: b''
    read, write, _ = select.select([file], [file], [], 0)
    print("select() calls it readable:", file in read)
    #> select() calls it readable: True
    print("select() calls it writable:", file in write)
    #> select() calls it writable: True

    with select.epoll() as epoll:
        try:
            epoll.register(file, select.EPOLLIN)
        except PermissionError as error:
            print("epoll.register():", error.strerror)
            #> epoll.register(): Operation not permitted

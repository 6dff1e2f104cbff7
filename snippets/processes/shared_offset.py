"""What a forked child shares with its parent, and what it copies."""

import os
import socket
import tempfile

numbers = [1, 2, 3]
near, far = socket.socketpair()

with near, far, tempfile.TemporaryFile(buffering=0) as file:
    file.write(b"hello world")
    file.seek(0)
    far.sendall(b"hello world")
    child = os.fork()
    if child == 0:
        try:
            numbers.append(4)  # in a copy of the list
            file.read(6)  # from the same open file
            near.recv(6)  # from the same connection
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    print("parent: the list is", numbers)
    #> parent: the list is [1, 2, 3]
    print("parent: the file goes on with", file.read())
    #> parent: the file goes on with b'world'
    print("parent: the connection goes on with", near.recv(100))
    #> parent: the connection goes on with b'world'

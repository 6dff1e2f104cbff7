"""What a forked child shares with its parent, and what it copies."""

import os
import tempfile

numbers = [1, 2, 3]

with tempfile.TemporaryFile(buffering=0) as file:
    file.write(b"hello world")
    file.seek(0)
    child = os.fork()
    if child == 0:
        try:
            numbers.append(4)  # in a copy of the list
            file.read(6)  # from the same open file
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    print("parent: the list is", numbers)
    #> parent: the list is [1, 2, 3]
    print("parent: the file goes on with", file.read())
    #> parent: the file goes on with b'world'

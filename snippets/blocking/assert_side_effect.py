"""One program, run by python and by python -O."""

import subprocess
import sys

PROGRAM = """
import socket
left, right = socket.socketpair()
with left, right:
    assert left.send(b"hello")
    left.shutdown(socket.SHUT_WR)
    print(right.recv(100))
"""

# -E: take no options from the environment.
for options in [], ["-O"]:
    child = subprocess.run(
        [sys.executable, "-E", *options, "-c", PROGRAM],
        capture_output=True,
        check=True,
        text=True,
        timeout=20,
    )
    print("python", *options, "->", child.stdout.strip())
    #> python -> b'hello'
    #> python -O -> b''

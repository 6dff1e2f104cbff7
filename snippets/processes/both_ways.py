"""Write to a child first, and read its answers later."""

import subprocess
import sys
import threading

CHILD = """
import sys
for line in sys.stdin:
    sys.stdout.write(line.upper())
"""
LINES = (b"hello" * 20 + b"\n") * 6_000


def write_all(file):
    with file:
        file.write(LINES)


command = [sys.executable, "-c", CHILD]
pipe = subprocess.PIPE
with subprocess.Popen(command, stdin=pipe, stdout=pipe) as child:
    writer = threading.Thread(target=write_all, args=[child.stdin])
    writer.start()
    writer.join(timeout=1)
    print("nobody reads; the writer waits:", writer.is_alive())
    #> nobody reads; the writer waits: True

    output = child.stdout.read()
    writer.join()
    print("somebody reads; all came back:", output == LINES.upper())
    #> somebody reads; all came back: True

with subprocess.Popen(command, stdin=pipe, stdout=pipe) as child:
    output, _ = child.communicate(LINES)
    print("communicate(); all came back:", output == LINES.upper())
    #> communicate(); all came back: True

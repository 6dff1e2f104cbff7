"""A child has ended, and the end of its output does not come."""

import subprocess
import sys
import threading

CHILD = """
import os, subprocess, sys
grandchild = "import sys; sys.stdin.read()"  # until its input ends
kept = subprocess.Popen([sys.executable, "-c", grandchild])
os._exit(0)  # the child is gone; the grandchild stays
"""

command = [sys.executable, "-c", CHILD]
pipe = subprocess.PIPE
with subprocess.Popen(command, stdin=pipe, stdout=pipe) as child:
    print("the child has ended with", child.wait())
    #> the child has ended with 0
    reader = threading.Thread(target=child.stdout.read)
    reader.start()
    reader.join(timeout=0.5)
    print("the reader of its output waits:", reader.is_alive())
    #> the reader of its output waits: True

    child.stdin.close()  # now the grandchild ends
    reader.join()
    print("the grandchild has ended, and the output, too")
    #> the grandchild has ended, and the output, too

"""A child with two pipes, and a parent that reads one of them."""

import subprocess
import sys
import threading

CHILD = """
import sys
sys.stderr.write("?" * 1_000_000)  # a million complaints
sys.stdout.write("done")
"""


def read_output():
    print("output:", child.stdout.read())
    #> output: b'done'


command = [sys.executable, "-c", CHILD]
pipe = subprocess.PIPE
with subprocess.Popen(command, stdout=pipe, stderr=pipe) as child:
    reader = threading.Thread(target=read_output)
    reader.start()
    reader.join(timeout=1)
    print("the reader of the output waits:", reader.is_alive())
    #> the reader of the output waits: True
    print("the child has not ended:", child.poll() is None)
    #> the child has not ended: True

    complaints = child.stderr.read()  # now the other pipe
    reader.join()
    print("complaints:", len(complaints))
    #> complaints: 1000000

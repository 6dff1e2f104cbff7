"""A child prints a line and waits; what can its parent read?"""

import os
import subprocess
import sys

CHILD = """
import sys
print("ready")
sys.stderr.write("printed\\n")
sys.stdin.read()
"""


def look(*options):
    command = [sys.executable, *options, "-c", CHILD]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe
    ) as child:
        print("the child has", child.stderr.readline())
        #> the child has b'printed\n'
        #> the child has b'printed\n'
        os.set_blocking(child.stdout.fileno(), False)
        try:
            print("its output:", os.read(child.stdout.fileno(), 1024))
            #> its output: b'ready\n'
        except BlockingIOError:
            print("its output: nothing yet")
            #> its output: nothing yet
        os.set_blocking(child.stdout.fileno(), True)
        child.stdin.close()  # now the child ends
        print("and at its end:", child.stdout.read())
        #> and at its end: b'ready\n'
        #> and at its end: b''


look("-E")  # without the settings of PYTHONUNBUFFERED and so on
look("-E", "-u")

"""A line is printed before a fork; how often does it come out?"""

import subprocess
import sys

PROGRAM = """
import os, sys
print("hello")
if os.fork() == 0:
    {}  # the child
os.wait()
"""

for ending in "sys.exit()", "os._exit(0)":
    done = subprocess.run(
        [sys.executable, "-E", "-c", PROGRAM.format(ending)],
        capture_output=True,
        text=True,
    )
    print(ending, done.stdout.split())
    #> sys.exit() ['hello', 'hello']
    #> os._exit(0) ['hello']

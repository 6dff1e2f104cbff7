"""print() into a pipe that somebody has made non-blocking."""

import os
import subprocess
import sys

PROGRAM = "print('x' * 1_000_000)"

# -E: take no options from the environment; -u: without a buffer.
for options in ["-E"], ["-E", "-u"]:
    reader, writer = os.pipe()
    with open(reader, "rb") as pipe:
        os.set_blocking(writer, False)  # also for the child
        child = subprocess.run(
            [sys.executable, *options, "-c", PROGRAM],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=20,
        )
        os.close(writer)
        everything = len(pipe.read()) > 1_000_000
    print("python", *options, "-> status", child.returncode)
    #> python -E -> status 120
    #> python -E -u -> status 0
    print("everything was written:", everything)
    #> everything was written: False
    #> everything was written: False
    for line in child.stderr.splitlines()[-1:]:
        error, _, text = line.partition(": ")
        print(f"{error}: {text.partition('] ')[2]}")
        #> BlockingIOError: write could not complete without blocking

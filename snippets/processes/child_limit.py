"""Read a child's lines as they come, with a limit for each."""

import queue
import subprocess
import sys
import threading

CHILD = """
print("ready", flush=True)
input()  # waits for a line that nobody sends
"""
LIMIT = 2  # seconds


def read_lines(file):
    for line in file:
        lines.put(line)
    lines.put(None)  # the end


lines = queue.Queue()
command = [sys.executable, "-c", CHILD]
pipe = subprocess.PIPE
with subprocess.Popen(
    command, stdin=pipe, stdout=pipe, text=True
) as child:
    reader = threading.Thread(target=read_lines, args=[child.stdout])
    reader.start()
    try:
        while line := lines.get(timeout=LIMIT):
            print("a line:", line.rstrip())
            #> a line: ready
        print("that was all")
    except queue.Empty:
        print("no more lines for a while")
        #> no more lines for a while
        child.kill()
    reader.join()
print("ended by itself:", child.returncode == 0)
#> ended by itself: False

"""Four ways for a thread to fail, each in a process of its own."""

import subprocess
import sys

PROGRAM = """
import os, sys, threading
def fail():
    {failure}
thread = threading.Thread(target=fail)
thread.start()
thread.join()
print("main goes on")
"""

for failure in "1 / 0", "sys.exit(7)", "os._exit(7)", "os.abort()":
    child = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(failure=failure)],
        capture_output=True,
        text=True,
        timeout=20,
    )
    main = child.stdout.strip() or "main is gone"
    print(f"{failure}: {main}, exit status {child.returncode}")
    #> 1 / 0: main goes on, exit status 0
    #> sys.exit(7): main goes on, exit status 0
    #> os._exit(7): main is gone, exit status 7
    #> os.abort(): main is gone, exit status -6

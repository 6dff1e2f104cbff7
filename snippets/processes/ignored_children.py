"""What ignoring SIGCHLD does to all other children of a program."""

import os
import signal
import subprocess
import sys

failing = [sys.executable, "-c", "raise SystemExit(7)"]

print("as usual:", subprocess.run(failing).returncode)
#> as usual: 7

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("with SIGCHLD ignored:", subprocess.run(failing).returncode)
#> with SIGCHLD ignored: 0

with subprocess.Popen(failing) as child:
    try:
        os.waitpid(child.pid, 0)
    except ChildProcessError as error:
        print("waitpid():", error)
        #> waitpid(): [Errno 10] No child processes

signal.signal(signal.SIGCHLD, signal.SIG_DFL)
print("set back:", subprocess.run(failing).returncode)
#> set back: 7

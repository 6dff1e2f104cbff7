"""A program that starts a process as soon as it is imported."""

import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
import multiprocessing
context = multiprocessing.get_context("spawn")
child = context.Process(target=print, args=["hello"])
child.start()
child.join()
"""

with tempfile.TemporaryDirectory() as folder:
    file = Path(folder, "program.py")
    file.write_text(PROGRAM, "utf-8")
    done = subprocess.run(
        [sys.executable, file], capture_output=True, text=True
    )
    print("output:", repr(done.stdout))
    #> output: ''
    print("status of the parent:", done.returncode)
    #> status of the parent: 0
    _, error, text = done.stderr.partition("RuntimeError:")
    print(error, *text.split()[:9])
    #> RuntimeError: An attempt has been made to start a new

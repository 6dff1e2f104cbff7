"""Measure how long a reader of `nox -s serve` waits after an edit of a program, and fail where it is more than 2 seconds.

`nox -s buildtime` runs it. A copy of the project is served; the time runs from the moment the program is saved to the one
when the page that shows it is answered with the new text. A page that reloads itself asks at that moment, too.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from wouldblock.project import ROOT

PROGRAM = Path("snippets", "blocking", "one_at_a_time", "server.py")
PAGE = "blocking/one_at_a_time.html"
LIMIT = 2
LONGEST = 120


def seconds_until(address: str, text: str) -> float:
    """How long it takes until a page shows a text."""
    started = time.perf_counter()
    while time.perf_counter() < started + LONGEST:
        try:
            with urllib.request.urlopen(address, timeout=LONGEST) as answer:  # noqa: S310 our own server
                if text in answer.read().decode():
                    return time.perf_counter() - started
        except urllib.error.URLError:
            pass  # it does not listen yet
        time.sleep(0.02)
    sys.exit(f"{address} does not show {text!r}")


def main(edits: int) -> int:
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        project = Path(folder) / "project"
        left_out = {".git", ".nox", ".venv", "build", "site"}  # of the project, not of the folders in it
        shutil.copytree(ROOT, project, ignore=lambda folder, names: left_out & {*names} if Path(folder) == ROOT else [])
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--no-strict", "--livereload", "-a", address]
        environment = os.environ | {"SITE_URL": f"http://{address}/"}
        running = subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.DEVNULL)
        try:
            page = f"http://{address}/{PAGE}"
            print(f"served for the first time after {seconds_until(page, 'server.py'):.2f} s", flush=True)
            times = []
            for number in range(edits):
                mark = f"# edited for the {number}. time"
                program = (project / PROGRAM).read_text("utf-8")
                (project / PROGRAM).write_text(f"{program}{mark}\n", "utf-8")
                times.append(seconds_until(page, mark))
        finally:
            running.terminate()
            running.wait()
    median = statistics.median(times)
    print(f"an edited program is on its page after {median:.2f} s ({min(times):.2f} to {max(times):.2f})")
    if median > LIMIT:
        print(f"that is more than {LIMIT} s; see where the time goes: python -m cProfile -s cumtime -m mkdocs build")
    return median > LIMIT


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))

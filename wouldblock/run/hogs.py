"""Keep the processors busy meanwhile, so that what is luck on an idle machine shows."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def hogs(number: int) -> Generator[None]:
    """Run so many processes that burn the processors."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for hog in running:
            hog.kill()
            hog.wait()

"""What a program reports while it runs: that it listens, its prints, what it has left behind; see inside/sitecustomize.py."""

import json
import os
import threading
from pathlib import Path
from typing import IO

from wouldblock.run.outcome import Print, Run

MARK = b"\x1e"


class Reports:
    """Takes in what the copy of a program writes to standard output, until nobody has that pipe any more.

    `ready`: it listens. `silent`: the last process that had the pipe is gone. Prints and problems go into `run`.
    """

    def __init__(self, run: Run, copy: Path, output: IO[bytes]):
        self.run, self.output = run, output
        self.file = os.path.realpath(copy)
        self.ready = self.silent = False
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self._read)

    def start(self) -> None:
        """Read from now on, in a thread."""
        self.thread.start()

    def wait_ready(self, seconds: float) -> bool:
        """Wait until the program listens or is silent; whether it listens."""
        with self.news:
            self.news.wait_for(lambda: self.ready or self.silent, seconds)
        return self.ready

    def wait_silent(self, seconds: float | None = None) -> bool:
        """Wait until nobody writes any more; False if that takes longer."""
        self.thread.join(seconds)
        return not self.thread.is_alive()

    def _read(self) -> None:
        with self.output as lines:
            for line in lines:
                before, mark, report = line.partition(MARK)
                with self.news:
                    if before.strip():
                        text = before.decode("utf-8", "replace").strip()
                        self.run.problem(
                            f"wrote {text!r} to standard output without a print, so its page can't show it; print it"
                        )
                    if mark:
                        self._take(json.loads(report))
                    self.news.notify_all()
        with self.news:
            self.silent = True
            self.news.notify_all()

    def _take(self, report: dict) -> None:
        if "ready" in report:
            self.ready = True
        elif "left" in report:
            self.run.problem(f"left {report['left']}")
        elif report["file"] != self.file:
            self.run.problem(
                f"printed {report['print']!r} from another file, {report['file']}; print it in the program itself"
            )
        elif not report["whole"] or "\n" in report["print"] or not report["print"].strip():
            self.run.problem(
                f"line {report['line']} prints {report['print']!r}, but a print has to give one line that is not empty"
            )
        else:
            self.run.prints.append(Print(report["line"], report["print"], report["at"], tuple(report["who"])))

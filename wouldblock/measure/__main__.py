"""The command behind `nox -s measure`."""

import argparse
import importlib
import sys
import time
from pathlib import Path

from wouldblock.figures import schema
from wouldblock.figures.data import write
from wouldblock.measure.measurement import Measurement, folder_name
from wouldblock.measure.priority import first_in_line
from wouldblock.project import ROOT

NAMES = [
    "buffers",
    "readiness",
    "gil",
    "requests",
    "slow_client",
    "idle",
    "ten_thousand",
    "kernel",
]  # the heaviest come last
TIMES = ["readiness", "gil"]  # short, and of no use where the processors are busy with other things
DATA = ROOT / "docs" / "measured" / "data"
SHORT = ROOT / "build" / "measured"  # a short run is no measurement for the site


def main() -> None:
    arguments = argparse.ArgumentParser(prog="nox -s measure --", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"out of {', '.join(NAMES)}; all without one")
    arguments.add_argument("--short", action="store_true", help="one small round of each, to see that it works")
    arguments.add_argument("--output", type=Path, metavar="FOLDER", help="where to write, if not where it usually goes")
    arguments.add_argument("--check", type=Path, metavar="FOLDER", help="measure nothing, check the form of its files")
    chosen = arguments.parse_args()
    if unknown := set(chosen.names) - set(NAMES):
        sys.exit(f"there is no measurement {min(unknown)!r}; choose out of: {', '.join(NAMES)}")
    if chosen.check:
        check(chosen.check)
        return
    output = chosen.output or (SHORT if chosen.short else DATA / folder_name())
    begun = time.monotonic()
    for name in chosen.names or NAMES:
        module = importlib.import_module(f"wouldblock.measure.{name}")
        m = Measurement(name, module.WHAT, module.SECONDS, chosen.short)
        with first_in_line(name in TIMES):
            module.measure(m)
        path = write(m.record(), output)
        print(f"{name}: {len(m.rows)} rows in {path}, {time.monotonic() - begun:.0f} s so far", flush=True)
    check(output)


def check(folder: Path) -> None:
    files = sorted(folder.glob("*.json"))
    problems = [problem for file in files for problem in schema.problems(file)]
    if problems or not files:
        sys.exit("\n".join(problems) or f"{folder} holds no figures; measure with: nox -s measure -- --output {folder}")
    print(f"{len(files)} files in {folder} have the right form")


if __name__ == "__main__":
    main()

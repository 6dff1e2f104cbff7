"""The command behind `nox -s measure`."""

import argparse
import importlib
import sys
import time
from pathlib import Path

from wouldblock.figures import schema
from wouldblock.figures.data import DATA, write
from wouldblock.figures.names import MEASUREMENTS
from wouldblock.measure.measurement import Measurement, folder_name
from wouldblock.measure.priority import first_in_line
from wouldblock.project import ROOT

TIMES = ["readiness", "gil"]  # short, and of no use where the processors are busy with other things
SHORT = ROOT / "build" / "measured"  # a short run is no measurement for the site


def main() -> None:
    """Measure what is asked for; ends with status 1 and a sentence where that can't be done."""
    arguments = argparse.ArgumentParser(prog="nox -s measure --", description=__doc__)
    arguments.add_argument(
        "names", nargs="*", metavar="NAME", help=f"out of {', '.join(MEASUREMENTS)}; all without one"
    )
    arguments.add_argument("--short", action="store_true", help="one small round of each, to see that it works")
    arguments.add_argument("--output", type=Path, metavar="FOLDER", help="where to write, if not where it usually goes")
    arguments.add_argument("--check", type=Path, metavar="FOLDER", help="measure nothing, check the form of its files")
    chosen = arguments.parse_args()
    if unknown := set(chosen.names) - set(MEASUREMENTS):
        sys.exit(f"there is no measurement {min(unknown)!r}; choose out of: {', '.join(MEASUREMENTS)}")
    if chosen.check:
        check(chosen.check)
        return
    output = chosen.output or (SHORT if chosen.short else DATA / folder_name())
    begun = time.monotonic()
    for name in chosen.names or MEASUREMENTS:
        module = importlib.import_module(f"wouldblock.measure.{name}")
        m = Measurement(name, module.WHAT, module.SECONDS, chosen.short)
        with first_in_line(name in TIMES):
            module.measure(m)
        path = write(m.table(), output)
        print(f"{name}: {len(m.rows)} rows in {path}, {time.monotonic() - begun:.0f} s so far", flush=True)
    check(output)


def check(folder: Path) -> None:
    """Check the form of all files in a folder; ends with status 1 and a sentence for each that is wrong."""
    files = sorted(folder.glob("*.json"))
    problems = [problem for file in files for problem in schema.problems(file)]
    if problems or not files:
        sys.exit("\n".join(problems) or f"{folder} holds no figures; measure with: nox -s measure -- --output {folder}")
    print(f"{len(files)} files in {folder} have the right form")


if __name__ == "__main__":
    main()

"""What `::: lab NAME` becomes: tables of what the machine in the page weighs, takes and holds, from docs/how_it_runs_here.json."""

import json
import statistics

from wouldblock.markup import Directive
from wouldblock.project import Project, ProjectError, close_to, read_text

MEASURED = "how_it_runs_here.json"
MEGABYTE = 1e6
NOTICES = "notices"
FILES = {
    "v86.js": "the emulator, in JavaScript",
    "v86.gzip": "the emulator, in WebAssembly",
    "plain.zstd": "memory and processor of the started machine",
    "tls.zstd": "the same with OpenSSL, for programs that import `ssl`, in its place",
}


def figures(project: Project, directive: Directive) -> str:
    """Expand one of the tables; raises ProjectError for another name."""
    check(directive.name)
    if directive.name == NOTICES:
        return notices(project)
    file = project.docs / MEASURED
    if not file.is_file():
        return "*This table is filled by `nox -s lab-check -- --record`, on a machine that does nothing else.*\n"
    measured = json.loads(read_text(file))
    about, lab = measured["recorded"], measured["machine"]
    rows = "\n".join(f"| {what} | {value} |" for what, value in TABLES[directive.name](measured))
    source = f"Recorded on {about['date']} with {about['browser']} on {about['system']}; the machine has {lab['kernel']} and {lab['python']}."
    return f"| | |\n|---|---|\n{rows}\n\n{source}\n"


def check(name: str) -> None:
    """Raise ProjectError for a name that is none of a table."""
    if name not in (known := [NOTICES, *TABLES]):
        raise ProjectError(f"the lab has no table {name!r}{close_to(name, known)}")


def notices(project: Project) -> str:
    """Where the parts of the machine are listed; only a site that has it can link there."""
    if not project.lab.is_dir():
        return "A site that has the machine comes with the list of all its parts, their versions and licenses, and the way to their sources.\n"
    links = {
        "notices.txt": "its parts, with versions, licenses and the way to their sources",
        "kernel-configuration.txt": "the configuration of its kernel",
    }
    listed = " and ".join(f'<a href="assets/lab/{name}">{text}</a>' for name, text in links.items())
    return f"With the machine come two lists: {listed}.\n"


def sizes(measured: dict) -> list[tuple[str, str]]:
    """The rows (what, how much) of the files that a reader fetches, in MB."""
    return [(what, f"{measured['bytes'][name] / MEGABYTE:.2f} MB") for name, what in FILES.items()]


def times(measured: dict) -> list[tuple[str, str]]:
    """The rows (what, how long), in milliseconds where it says nothing else."""
    ready, echo = measured["ready"], measured["echo"]
    return [
        ("from the press to a machine that is ready, at the first visit", f"{ready['cold']} ms"),
        ("the same when the browser has the files", f"{ready['warm']} ms"),
        (
            "one echo between two programs, from the press to the last line, the machine being ready",
            f"{echo['here']} ms",
        ),
        ("the same two programs on the host, to their end", f"{echo['host']} ms"),
        ("instructions of the emulated processor in a second, when it works", f"{measured['speed']} million"),
        ("one look at who waits, of the machine's own time", f"{measured['look']['milliseconds']} ms"),
    ]


def scenarios(measured: dict) -> list[tuple[str, str]]:
    """The rows (what, how many or how long) of each browser in which the programs ran."""
    rows = []
    for browser, seen in measured["scenarios"].items():
        shown = seen["shown"]
        slowest = max(shown, key=shown.get)
        rows += [
            (f"scenarios that print what is shown, in {browser}", f"{len(shown)} of {seen['of']}"),
            (
                "the median of their times, from the start to the last line",
                f"{statistics.median(shown.values()):.0f} ms",
            ),
            (f"the slowest, `{slowest}`", f"{shown[slowest] / 1000:.1f} s"),
        ]
    return rows


def memory(measured: dict) -> list[tuple[str, str]]:
    """The rows (what, how much) of the memory that the browser takes, in MB."""
    kinds = {
        "before": "before the press, for the page itself",
        "peak": "the most, while a machine starts and runs",
        "rest": "with a machine that waits for the next run",
        "left": "after you have left for an empty page",
    }
    return [(what, f"{measured['memory'][name]} MB") for name, what in kinds.items()]


TABLES = {"sizes": sizes, "times": times, "scenarios": scenarios, "memory": memory}

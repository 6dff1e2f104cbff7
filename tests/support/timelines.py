"""A timeline made by hand, for tests: of the programs of support/scenarios.py, with a wait, a loop of refusals and a buffer."""

from pathlib import Path

from wouldblock.scenario.model import Scenario
from wouldblock.timelines.files import save_timeline, timeline_file
from wouldblock.timelines.model import Buffers, Call, Lane, Timeline, fingerprints

RECORDED = {"date": "2026-01-02", "system": "Linux 6.1", "python": "3.11.7", "strace": "6.1"}


def made(scenario: Scenario, **others) -> Timeline:
    """A run of chapter/name; `others` replace its parts."""
    parts = {
        "lanes": [Lane("server.py", "server.py"), Lane("client.py", "client.py")],
        "calls": [
            Call(0, "accept", 5, 0.0, 20.0, on="c1", blocked=True, woken_by=1),
            Call(1, "connect", 3, 19.0, 19.2, on="c1"),
            Call(0, "recv", 7, 21.0, 330.5, on="c1", bytes=5, text="hello", blocked=True, woken_by=3),
            Call(1, "send", 4, 330.0, 330.2, on="c1", bytes=5, text="hello"),
            Call(1, "recv", 5, 331.0, 340.0, on="c1", error="EAGAIN", count=1204),
            Call(0, "send", 9, 340.1, 340.3, on="c1", bytes=5, text="HELLO"),
            Call(1, "recv", 5, 341.0, 341.1, on="c1", bytes=5, text="HELLO", woken_by=5),
            Call(0, "accept", 5, 342.0, None, on="listener", blocked=True),
        ],
        "buffers": Buffers("c1", [[0, 0, 0], [100, 2_000_000, 500_000], [330, 0, 5], [341, 0, 0]]),
    } | others
    return Timeline(scenario.name, RECORDED, fingerprints(scenario), **parts)


def record(scenario: Scenario, docs: Path, **others) -> Path:
    """Keep such a timeline among the pages."""
    file = timeline_file(scenario.name, docs)
    save_timeline(made(scenario, **others), file)
    return file

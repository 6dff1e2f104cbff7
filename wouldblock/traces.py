"""Record the timelines that the pages draw: `python -m wouldblock.traces [chapter/name …]`."""

import sys

from wouldblock import recorder, scenario, timeline

for name in sys.argv[1:]:
    timeline.save(recorder.record(scenario.by_name(name)), timeline.path(name))

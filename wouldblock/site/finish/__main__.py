"""Finish a built site: `python -m wouldblock.site.finish site`."""

import sys
from pathlib import Path

from wouldblock.site.finish import finish

finish(Path(sys.argv[1]))

"""Finish a built site: `python -m wouldblock.site.finish site`."""

import sys
from pathlib import Path

from wouldblock.project import ProjectError
from wouldblock.site.finish import finish

try:
    finish(Path(sys.argv[1]))
except ProjectError as error:
    sys.exit(str(error))

"""The programs as files of the site: each one as it is, and those of a folder as a zip file."""

import io
import zipfile
from collections.abc import Iterator

from wouldblock.project import SNIPPETS
from wouldblock.scenario.model import find

NEUTRAL_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: the same programs give the same bytes


def files() -> Iterator[tuple[str, bytes]]:
    """Every download: its address below the site's root, and its bytes."""
    for scenario in find():
        for program in scenario.programs:
            yield f"snippets/{program.relative_to(SNIPPETS).as_posix()}", program.read_bytes()
        if len(scenario.programs) > 1:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for program in scenario.programs:
                    entry = zipfile.ZipInfo(f"{scenario.folder.name}/{program.name}", NEUTRAL_TIME)
                    archive.writestr(entry, program.read_bytes(), zipfile.ZIP_DEFLATED)
            yield f"snippets/{scenario.name}.zip", packed.getvalue()

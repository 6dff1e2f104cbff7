"""The theme's templates: compiled once for all builds, and listed without the theme's icons, which no site gets as files."""

import os
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.theme import Theme


class VisibleTemplates(FileSystemLoader):
    """Lists no file of a hidden folder: MkDocs leaves them out, after a look at each of Material's ten thousand icons."""

    def list_templates(self) -> list[str]:
        """The names of all others, in order."""
        names = set()
        for top in self.searchpath:
            for folder, inner, files in os.walk(top, followlinks=self.followlinks):
                inner[:] = [name for name in inner if not name.startswith(".")]
                names |= {Path(folder, file).relative_to(top).as_posix() for file in files}
        return sorted(names)


def make_quick(theme: Theme, kept: Path) -> None:
    """Let each environment of a theme take compiled templates from the folder `kept`, and list the visible ones."""
    make = theme.get_env

    def environment() -> Environment:
        made = make()
        made.bytecode_cache = FileSystemBytecodeCache(str(kept))
        if type(made.loader) is FileSystemLoader:
            made.loader = VisibleTemplates(made.loader.searchpath)
        return made

    kept.mkdir(parents=True, exist_ok=True)
    theme.get_env = environment  # type: ignore[method-assign]

"""What the site holds beside its pages: downloads, plain Markdown, llms.txt, the card, redirects.

MkDocs gets it from hooks.py. Any other builder of the same pages is followed by
`python -m wouldblock.site.extras site`.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from wouldblock.pages import plain
from wouldblock.project import ROOT
from wouldblock.site import card, downloads, redirects


def files(settings: dict, outputs: dict[str, list[str]]) -> Iterator[tuple[str, bytes]]:
    """All but the downloads, by the settings of mkdocs.yml: address below the site's root, and bytes.

    `outputs` are those of the notebooks, see plain.py; there are none where no notebook was run.
    """
    yield from plain.files(settings, outputs)
    yield "assets/card.png", card.draw(settings["site_name"], settings["site_description"])
    yield from redirects.files(settings["extra"].get("redirects") or {})


def write(found: Iterator[tuple[str, bytes]], site: Path) -> None:
    for address, content in found:
        path = site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def settings() -> dict:
    """The settings of mkdocs.yml, with environment variables in place, for when MkDocs is not there to read them."""

    class Loader(yaml.SafeLoader):
        pass

    def from_environment(loader: yaml.Loader, node: yaml.SequenceNode) -> str:
        name, default = loader.construct_sequence(node)
        return os.environ.get(name) or default

    Loader.add_constructor("!ENV", from_environment)
    return yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)  # noqa: S506 a SafeLoader


if __name__ == "__main__":
    write(downloads.files(), Path(sys.argv[1]))
    write(files(settings(), outputs={}), Path(sys.argv[1]))

"""A small project with this project's settings: two pages and one scenario."""

import re
import shutil
from pathlib import Path

import pytest

from support.scenarios import write
from wouldblock.project import ROOT

INDEX = "# A home\n\n[page](chapter/name.md)\n"
PAGE = "# A page\n\n::: scenario chapter/name\n\n[home](../index.md#a-home)\n"


@pytest.fixture
def project(tmp_path) -> Path:
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]
    settings = re.sub(r"^  main_road:.*\n(?:    - .*\n)+", "", settings, flags=re.MULTILINE)  # of this site's own pages
    settings = settings.replace("wouldblock/site/hooks.py", str(ROOT / "wouldblock" / "site" / "hooks.py"))
    (tmp_path / "mkdocs.yml").write_text(settings + "\nnav:\n  - index.md\n  - chapter/name.md\n", "utf-8")
    write(tmp_path / "snippets")
    (tmp_path / "docs" / "chapter").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text(INDEX, "utf-8")
    (tmp_path / "docs" / "chapter" / "name.md").write_text(PAGE, "utf-8")
    return tmp_path

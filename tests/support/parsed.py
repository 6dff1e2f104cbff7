"""The pages of the built site, each parsed once: the tests that read them run in one worker, by READS_PAGES."""

from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

READS_PAGES = pytest.mark.xdist_group("reads pages")


@cache
def parsed(page: Path) -> BeautifulSoup:
    """A built page, which nobody may change."""
    return BeautifulSoup(page.read_text("utf-8"), "lxml")

"""Chromium, as all tests and tools start it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

OPTIONS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
AS_ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # which refuses to work as root


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium, which has to be here, until the end of the block."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "there is no Chromium here; on Debian install it with: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*OPTIONS, *AS_ROOT])
        yield browser
        browser.close()

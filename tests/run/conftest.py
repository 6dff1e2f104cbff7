"""How the tests of running are run themselves."""

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture
def in_the_background() -> Iterator[None]:
    """SIGINT is ignored, as in what a shell has started with "&"; a program that we start inherits that."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)

"""Fail with sentences, and nothing else."""

import pytest


def check(problems: list[str]) -> None:
    """Fail if there is a problem, and tell all of them."""
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)

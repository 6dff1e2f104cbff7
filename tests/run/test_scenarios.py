"""Every scenario runs as its readers run it, and prints what its page shows."""

import pytest

from support.proof import prove
from wouldblock.project import ProjectError
from wouldblock.scenario.model import Scenario, find


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    repeats = metafunc.config.getoption("repeats")
    try:
        scenarios = find()
    except ProjectError as error:
        raise pytest.UsageError(str(error)) from None
    metafunc.parametrize("scenario", scenarios, ids=lambda scenario: scenario.name)
    metafunc.parametrize("repeat", range(repeats), ids=[""] if repeats == 1 else None)


def test_scenario_prints_what_its_page_shows(scenario: Scenario, repeat: int, eval_example, record_property) -> None:  # noqa: ARG001
    record_property("scenario", scenario.name)
    if reason := scenario.reason_not_here():
        pytest.skip(f"{scenario.name} {reason}")
    prove(scenario, eval_example)

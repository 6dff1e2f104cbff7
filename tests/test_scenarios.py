"""Every scenario runs as its readers run it, and prints what its page shows."""

import pytest
from printed_output import compare

from wouldblock.runner import run
from wouldblock.scenario import Scenario, ScenarioError, find


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    repeats = metafunc.config.getoption("repeats")
    try:
        scenarios = find()
    except ScenarioError as error:
        raise pytest.UsageError(str(error)) from None
    metafunc.parametrize("scenario", scenarios, ids=lambda scenario: scenario.name)
    metafunc.parametrize("repeat", range(repeats), ids=[""] if repeats == 1 else None)


def test_scenario_prints_what_its_page_shows(scenario: Scenario, repeat: int, eval_example, record_property) -> None:
    record_property("scenario", scenario.name)
    if reason := scenario.reason_not_here():
        pytest.skip(f"{scenario.name} {reason}")
    runs = run(scenario)
    if problems := [problem for each in runs for problem in each.problems]:
        pytest.fail("\n".join(problems), pytrace=False)
    failures = []
    first_runs = {each.program: each for each in reversed(runs)}
    for each in first_runs.values() if eval_example.update_examples else runs:
        try:
            compare(scenario, each, eval_example)
        except pytest.fail.Exception as failure:
            failures.append(failure.msg)
    if failures:
        pytest.fail("\n\n".join(failures), pytrace=False)

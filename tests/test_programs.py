"""Every published program keeps the contract of a snippet."""

import pytest

import program_rules
from check import check
from wouldblock.scenario import SNIPPETS, find, shown_path

PROGRAMS = [program for scenario in find() for program in scenario.programs]


def test_there_are_programs() -> None:
    assert PROGRAMS, f"{SNIPPETS} holds no program"


@pytest.mark.parametrize("program", PROGRAMS, ids=shown_path)
def test_program_is_what_a_careful_engineer_would_publish(program) -> None:
    check(program_rules.problems(program))


@pytest.mark.parametrize("scenario", find(), ids=lambda scenario: scenario.name)
def test_scenario_proves_something_and_declares_only_what_it_shows(scenario) -> None:
    check(program_rules.problems_together(scenario))

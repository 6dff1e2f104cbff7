"""Every published program keeps the contract of a snippet."""

import pytest

import program_rules
from wouldblock.scenario import SNIPPETS, find, shown_path

PROGRAMS = [program for scenario in find() for program in scenario.programs]


def test_there_are_programs() -> None:
    assert PROGRAMS, f"{SNIPPETS} holds no program"


@pytest.mark.parametrize("program", PROGRAMS, ids=shown_path)
def test_program_is_what_a_careful_engineer_would_publish(program) -> None:
    assert not program_rules.problems(program), "\n".join(program_rules.problems(program))

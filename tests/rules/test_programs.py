"""Every published program keeps the contract of a snippet."""

import re

import pytest

from rules import program_rules
from support.check import check
from wouldblock.project import SNIPPETS, shown_path
from wouldblock.scenario.model import find
from wouldblock.scenario.program import read_program

SCENARIOS = find()
PROGRAMS = {program: scenario for scenario in SCENARIOS for program in scenario.programs}


def test_there_are_programs() -> None:
    assert PROGRAMS, f"{SNIPPETS} holds no program"


@pytest.mark.parametrize("program", PROGRAMS, ids=shown_path)
def test_program_is_what_a_careful_engineer_would_publish(program) -> None:
    check(program_rules.problems(program, readable=PROGRAMS[program].is_for_this_python))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_scenario_proves_something_and_declares_only_what_it_shows(scenario) -> None:
    check(program_rules.problems_together(scenario))


@pytest.mark.parametrize(
    "pattern", ["choosing/*/client.py", "choosing/*/client_at_once.py", "readiness/*_echo/client.py"]
)
def test_servers_that_are_compared_have_the_same_client(pattern) -> None:
    clients = sorted(SNIPPETS.glob(pattern))
    codes = {re.sub(r" *#>.*\n", "", read_program(client)) for client in clients}
    assert len(clients) >= 5
    assert len(codes) == 1, f"the programs {pattern} have to be the same but for their output"


def test_seven_servers_satisfy_one_transcript() -> None:
    assert len({read_program(client) for client in SNIPPETS.glob("choosing/*/client.py")}) == 1
    assert len(list(SNIPPETS.glob("choosing/*/server.py"))) == 7

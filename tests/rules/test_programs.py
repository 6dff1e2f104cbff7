"""Every published program keeps the contract of a snippet."""

import re
from pathlib import Path

import pytest

from rules import program_rules
from support.check import check
from wouldblock.markup import directives
from wouldblock.project import DOCS, SNIPPETS, shown_path
from wouldblock.scenario.model import find
from wouldblock.scenario.program import read_program, shown_lines

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


COMPARED = [
    SNIPPETS / directive.name
    for directive in directives((DOCS / "choosing" / "seven_servers.md").read_text("utf-8"))
    if directive.kind == "scenario"
]


@pytest.mark.parametrize("name", ["client.py", "client_at_once.py"])
def test_seven_servers_have_the_same_clients(name) -> None:
    same_but_for_output([folder / name for folder in COMPARED if (folder / name).exists()])


def test_servers_of_readiness_have_the_same_client() -> None:
    same_but_for_output(sorted(SNIPPETS.glob("readiness/*_echo/client.py")))


def same_but_for_output(clients: list[Path]) -> None:
    codes = {re.sub(r" *#>.*\n", "", read_program(client)) for client in clients}
    assert len(clients) >= 5
    check(
        [f"{', '.join(map(shown_path, clients))}: have to be the same but for their output"] if len(codes) > 1 else []
    )


def test_seven_servers_satisfy_one_transcript() -> None:
    assert len(COMPARED) == 7 and all((folder / "server.py").is_file() for folder in COMPARED)
    outputs = {tuple(shown_lines(folder / "client.py")) for folder in COMPARED}
    assert len(outputs) == 1, "docs/choosing/seven_servers.md: the clients of its servers have to print the same"

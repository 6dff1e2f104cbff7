"""The rules for programs are checked: each broken one is told, with file and cure."""

import pytest

from rules import program_rules
from support.scenarios import CLIENT, write


@pytest.mark.parametrize(
    ("addition", "sentence"),
    [
        ("", ""),
        ("# " + "x" * 71 + "\n", "line 11 has 73 columns; 72 are the limit"),
        ("# long\n" * 36, "has 46 lines; write 10 to 45"),
        ("\n", "has to end with exactly one line end"),
        ("host = 'localhost'\n", "names 'localhost'; use 127.0.0.1 only"),
        ("import requests\n", "imports requests, which is not in the standard library"),
        ("from wouldblock.scenario import find\n", "imports wouldblock.scenario, which is not in the standard library"),
        ("try:\n    x = 1\nexcept:\n    x = 2\n", "line 13 has a bare except"),
        ("assert print\nassert print()\n", "line 12 calls something in an assert"),
        ("print('x', end='')\n", "line 11 prints with end= or file="),
    ],
)
def test_broken_rule_for_programs_is_told(tmp_path, addition, sentence) -> None:
    client = "# one\n# two\n# three\n# four\n" + CLIENT
    scenario = write(tmp_path, client=client + addition)
    told = "\n".join(program_rules.problems(scenario.programs[1]))
    assert sentence in told
    assert bool(sentence) == bool(told)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, ""),
        ({"client": "x = 1\n", "server": "x = 1\n"}, "prints nothing, so nothing of it is proved"),
        ({"scenario": "output = 'numbers-vary'\nvaries = ['[0-9]+']"}, "'[0-9]+' matches no line that is shown"),
        ({"scenario": "output = 'numbers-vary'\nvaries = ['HE']"}, "'HE' hides 'HE', which is no number"),
    ],
)
def test_scenario_that_does_not_fit_together_is_told(tmp_path, files, sentence) -> None:
    told = "\n".join(program_rules.problems_together(write(tmp_path, **files)))
    assert sentence in told
    assert bool(sentence) == bool(told)


def test_program_in_c_may_be_longer_and_has_a_limit(tmp_path) -> None:
    program = tmp_path / "server.c"
    program.write_text("// line\n" * 60, "utf-8")
    assert program_rules.problems(program) == []
    program.write_text("// line\n" * 61, "utf-8")
    assert "has 61 lines; write 10 to 60" in program_rules.problems(program)[0]

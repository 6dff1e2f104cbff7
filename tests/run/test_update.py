"""`nox -s update` writes what a program prints, and only what a good run printed."""

import pytest
from pytest_examples.modify_files import _modify_files

from support.proof import prove
from support.scenarios import CLIENT, SERVER, write


@pytest.fixture
def updater(eval_example, monkeypatch):
    monkeypatch.setattr(type(eval_example), "update_examples", True)
    return eval_example


def test_output_of_every_program_is_refreshed_in_place(tmp_path, updater) -> None:
    stale = {
        "server": SERVER.replace("got b'hello'", "stale"),
        "client": CLIENT.replace("    #> answer b'HELLO'\n", ""),
    }
    scenario = write(tmp_path, **stale)
    prove(scenario, updater)
    _modify_files(updater.to_update)
    assert [program.read_text("utf-8") for program in scenario.programs] == [SERVER, CLIENT]


def test_output_that_is_no_longer_printed_is_removed(tmp_path, updater) -> None:
    silent = "    if not connection:\n        print('never')\n"
    scenario = write(tmp_path, client=CLIENT + silent + "        #> never\n        #> never\n")
    prove(scenario, updater)
    _modify_files(updater.to_update)
    assert scenario.programs[1].read_text("utf-8") == CLIENT + silent


def test_numbers_that_may_vary_stay_as_they_are(tmp_path, updater) -> None:
    client = CLIENT + "print(7, 'bytes')\n#> 8 bytes\n"
    prove(write(tmp_path, client=client, scenario="output = 'numbers-vary'\nvaries = ['\\d+(?= bytes)']"), updater)
    assert not updater.to_update


@pytest.mark.parametrize(
    "defect", ["raise SystemExit(1)\n", "import sys; print(1, file=sys.stderr)\n", "socket.socket()\n"]
)
def test_output_of_a_run_that_failed_is_never_written(tmp_path, updater, defect) -> None:
    scenario = write(tmp_path, client=CLIENT.replace("HELLO'", "stale'") + defect)
    with pytest.raises(pytest.fail.Exception, match="client.py"):
        prove(scenario, updater)
    assert not updater.to_update


def test_output_goes_below_prints_in_every_kind_of_block(tmp_path, updater) -> None:
    shown = """\
for _ in []:
    pass
else:
    print("else")
    #> else
match 1:
    case 1:
        print("case")
        #> case
try:
    pass
finally:
    print(
        "finally",
    )
    #> finally
"""
    bare = "".join(line for line in shown.splitlines(keepends=True) if "#>" not in line)
    scenario = write(tmp_path, client=CLIENT + bare)
    prove(scenario, updater)
    _modify_files(updater.to_update)
    assert scenario.programs[1].read_text("utf-8") == CLIENT + shown

"""A picture tells the truth: the timelines are recorded anew, and compared; and each way to be wrong is caught."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from support.check import check
from support.scenarios import CLIENT, SERVER, write
from wouldblock.linux import strace
from wouldblock.project import shown_path
from wouldblock.record import __main__
from wouldblock.record.recorder import RecordingError, record
from wouldblock.scenario.declaration import Variation
from wouldblock.scenario.model import Scenario, find
from wouldblock.scenario.program import read_program
from wouldblock.timelines.compare import advice, differences
from wouldblock.timelines.files import load_timeline, timeline_file
from wouldblock.timelines.model import Timeline

recording = pytest.mark.skipif(
    strace.reason_not_here() is not None, reason=f"nothing is recorded: {strace.reason_not_here()}"
)
TALK = {"server": SERVER.replace("while True", "for _ in range(1)"), "client": CLIENT}


@pytest.fixture(scope="session")
def talk(tmp_path_factory) -> tuple[Scenario, Timeline]:
    """A scenario that is right, and its timeline."""
    scenario = write(tmp_path_factory.mktemp("talk"), **TALK)
    return scenario, record(scenario)


@recording
@pytest.mark.parametrize("scenario", __main__.recorded(), ids=lambda scenario: scenario.name)
def test_timeline_is_what_the_programs_do(scenario: Scenario) -> None:
    check(list(filter(None, [__main__.problem(scenario)])))


@recording
def test_timeline_says_who_waited_in_what_and_who_woke_whom(talk) -> None:
    _, recorded = talk
    said = [
        (
            recorded.lanes[call.lane].name,
            call.call,
            call.line,
            call.on,
            call.text,
            call.blocked,
            call.woken_by is not None and recorded.calls[call.woken_by].call,
        )
        for call in recorded.calls
        if call.call in ("accept", "recv", "send")
    ]
    assert sorted(said) == [
        ("client.py", "recv", 5, "c1", "HELLO", True, "send"),
        ("client.py", "send", 4, "c1", "hello", False, False),
        ("server.py", "accept", 5, "c1", None, True, "connect"),
        ("server.py", "recv", 7, "c1", "hello", True, "send"),
        ("server.py", "send", 9, "c1", "HELLO", False, False),
    ]


@recording
@pytest.mark.parametrize(
    ("change", "difference"),
    [
        # One call more.
        (
            {"client": CLIENT + "    connection.recv(1024)\n"},
            "client.py: +line 7: recv on c1 0 bytes waited woken by server.py: close",
        ),
        # The same calls, but the request is there already when the server asks for it.
        (
            {
                "server": TALK["server"]
                .replace("import socket", "import socket, time")
                .replace("print(", "time.sleep(0.3), print(")
            },
            "server.py: +line 7: recv on c1 5 bytes woken by client.py: send",
        ),
    ],
)
def test_program_that_calls_or_waits_otherwise_is_caught(tmp_path, talk, change, difference) -> None:
    _, old = talk
    changed = write(tmp_path, **TALK | change)
    assert difference in differences(old, record(changed), changed)


@recording
def test_wait_that_is_declared_as_luck_may_vary_and_nothing_else(talk) -> None:
    scenario, old = talk
    waits = next(call for call in old.calls if call.call == "recv" and old.lanes[call.lane].name == "server.py")
    calls = [replace(call, blocked=False) if call is waits else call for call in old.calls]
    other = replace(old, calls=calls)
    assert differences(old, other, scenario) == [
        "server.py:  line 5: accept on c1 waited woken by client.py: connect",
        "server.py: -line 7: recv on c1 5 bytes waited woken by client.py: send",
        "server.py: +line 7: recv on c1 5 bytes woken by client.py: send",
        "server.py:  line 9: send on c1 5 bytes",
    ]
    assert "picture = { may-wait = ['server.py: print(\"got\", connection.recv(1024))'] }" in advice(
        old, other, scenario
    )
    declared = replace(scenario, variation=Variation(may_wait=(("server.py", "connection.recv"),)))
    assert differences(old, other, declared) == []
    more = replace(old, calls=[call for call in calls if call.call != "close"])
    assert differences(old, more, declared) != []


@recording
def test_luck_is_not_recorded_but_told_with_what_to_declare(tmp_path, talk, monkeypatch, capsys) -> None:
    scenario, old = talk
    other = replace(old, calls=[replace(call, blocked=False) if call.call == "recv" else call for call in old.calls])
    recordings = iter([old, other])
    monkeypatch.setattr(__main__, "record", lambda _: next(recordings))
    monkeypatch.setattr(__main__, "timeline_file", lambda _: tmp_path / "t.json")
    assert not __main__.write(scenario)
    assert (
        "make the programs wait for each other\nor, if that wait is luck, declare it: picture"
        in capsys.readouterr().out
    )
    assert not (tmp_path / "t.json").exists()


@recording
def test_workers_that_are_declared_alike_may_change_places(talk) -> None:
    scenario, old = talk
    lanes = [replace(old.lanes[0], name=f"server.py, child {number}") for number in (1, 2)]
    first = replace(old, lanes=lanes)
    second = replace(old, lanes=lanes, calls=[replace(call, lane=1 - call.lane) for call in old.calls])
    assert differences(first, second, scenario) != []
    declared = replace(scenario, variation=Variation(alike=("server.py, child",)))
    assert differences(first, second, declared) == []


@recording
def test_order_between_connections_may_vary_if_declared_and_that_of_each_one_not(talk) -> None:
    scenario, old = talk
    twice = [*old.calls, *[replace(call, on=call.on and "c2") for call in old.calls]]
    turned = [*twice[len(old.calls) :], *twice[: len(old.calls)]]
    first, second = replace(old, calls=twice), replace(old, calls=turned)
    declared = replace(scenario, variation=Variation(any_order=("server.py", "client.py")))
    assert differences(first, second, scenario) != []
    assert differences(first, second, declared) == []
    assert differences(first, replace(old, calls=list(reversed(turned))), declared) != []


@recording
def test_timeline_of_other_programs_is_stale(tmp_path, talk) -> None:
    _, old = talk
    changed = write(tmp_path, **TALK | {"client": CLIENT + "# changed\n"})
    assert __main__.problem(changed, old) == (
        "the timeline of chapter/name was recorded from other programs; "
        "if what the programs do now is right, record it with: nox -s record -- chapter/name"
    )


def test_timeline_that_is_not_there_is_told(tmp_path) -> None:
    problem = __main__.problem(write(tmp_path, **TALK))
    assert problem == "there is no docs/chapter/timelines/name.json; record it with: nox -s record -- chapter/name"


@recording
def test_caption_that_a_new_recording_does_not_bear_out_is_caught(tmp_path, monkeypatch, talk) -> None:
    scenario, old = talk
    page = tmp_path / "chapter" / "name.md"
    page.parent.mkdir()
    page.write_text(
        "::: picture chapter/name\n    blocks server.py: recv until client.py send\n    elsewhere: send() waits\n"
    )
    monkeypatch.setattr(__main__, "DOCS", tmp_path)
    assert list(__main__.untrue(scenario, old)) == []
    calls = [replace(call, blocked=False) for call in old.calls]
    (problem,) = __main__.untrue(scenario, replace(old, calls=calls))
    assert "the page says that server.py's recv blocks, but the recording shows that it does not" in problem


@recording
def test_run_that_fails_is_not_recorded(tmp_path) -> None:
    with pytest.raises(RecordingError, match="client.py ended with exit status 3, not 0"):
        record(write(tmp_path, **TALK | {"client": CLIENT + "raise SystemExit(3)\n"}))


@recording
def test_recording_beneath_load_leaves_nothing_of_the_recorder_in_the_timeline(talk) -> None:
    _, old = talk
    assert {call.call for call in old.calls} == {"listen", "accept", "connect", "send", "recv", "close", "exit"}
    assert all(call.line for call in old.calls if call.call != "exit")


def test_missing_strace_is_told_in_one_sentence(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wouldblock.record"],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr
        == "there is no strace here, which only Linux has; on Debian install it with: apt-get install strace\n"
    )


def test_declared_luck_points_at_lines_and_lanes_that_exist() -> None:
    problems = []
    for scenario in __main__.recorded():
        recorded = load_timeline(timeline_file(scenario.name))
        names = [lane.name for lane in recorded.lanes]
        where = shown_path(scenario.declaration)
        problems += [
            f"{where}: 'may-wait' has {text!r}, which is on no line of {program}; delete it"
            for program, text in scenario.variation.may_wait
            if text not in read_program(scenario.folder / program)
        ]
        problems += [
            f"{where}: there is no lane {lane!r} in the timeline; the lanes are {', '.join(names)}"
            for lane in scenario.variation.any_order + scenario.variation.alike
            if not any(name.startswith(lane) for name in names)
        ]
    check(problems)


def test_pictures_are_small_and_of_every_chapter() -> None:
    recorded = {scenario.name: load_timeline(timeline_file(scenario.name)) for scenario in __main__.recorded()}
    check(
        [
            f"the timeline of {name} has {len(each.lanes)} lanes and {len(each.calls)} calls, which nobody can read; 7 and 60 are the limit"
            for name, each in recorded.items()
            if len(each.lanes) > 7 or len(each.calls) > 60
        ]
    )
    chapters = {scenario.name.partition("/")[0] for scenario in find()}
    others = {"measured", "observed"}  # chapters of records, which show what was seen of other servers
    missing = chapters - others - {name.partition("/")[0] for name in recorded}
    check(
        [
            f"snippets/{chapter}: no scenario of this chapter has a picture; record one, with: nox -s record -- {chapter}/name"
            for chapter in sorted(missing)
        ]
    )


@recording
def test_strace_that_writes_in_another_form_is_told_with_its_version_and_line(tmp_path, capsys, monkeypatch) -> None:
    tool = tmp_path / "bin" / "strace"
    tool.parent.mkdir()
    tool.write_text(
        f"""#!/bin/sh
test "$1" = --version && echo 'strace -- version 9.9' && exit
{shutil.which("strace")} "$@"
status=$?
for option; do case "$option" in --output=*) sed -i 's/<TCP:/<TCP4:/' "${{option#--output=}}".*;; esac; done
exit $status
""",
        "utf-8",
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}{os.pathsep}{os.environ['PATH']}")
    assert not __main__.write(write(tmp_path, **TALK))
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("strace, version 9.9, has written a line that wouldblock/linux/ can't read; teach it")
    assert "<TCP4:[127.0.0.1:" in last

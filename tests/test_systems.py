"""The records of real servers: their form, what pages show of them, and the recorder, on a small server of our own."""

import copy
import json
import socket
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from wouldblock.declaration import ScenarioError
from wouldblock.systems import picture, records, shown

RECORDS = {name: shown.load(name) for name in shown.ORDER}
linux = pytest.mark.skipif(sys.platform != "linux", reason="servers are watched through Linux's /proc")


def fence(text: str, title: str) -> str:
    return f"{title}\n{text}"


def test_every_record_is_of_a_system_that_is_shown() -> None:
    assert {path.stem for path in records.DATA.glob("*.json")} == set(shown.ORDER) == set(shown.PAGES)
    assert all(name == record["system"] for name, record in RECORDS.items())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda record: record["facts"].pop("crashes"), "facts must contain ['crashes'] properties"),
        (lambda record: record["recorded"].pop("date"), "recorded must contain ['date'] properties"),
        (lambda record: record["facts"]["wakeups"].pop("woken"), "facts.wakeups missing dependency woken"),
        (lambda record: record["facts"]["processes"][0].update(count="1"), "facts.processes[0].count must be integer"),
        (lambda record: record["recorded"].update(date="today"), "recorded.date must match pattern"),
        (lambda record: record.update(note="x"), "must not contain {'note'} properties"),
    ],
)
def test_record_that_is_not_of_the_form_is_told(tmp_path, change, sentence) -> None:
    record = copy.deepcopy(RECORDS["nginx"])
    change(record)
    (tmp_path / "nginx.json").write_text(json.dumps(record), "utf-8")
    with pytest.raises(ScenarioError) as told:
        records.load(tmp_path / "nginx.json")
    assert sentence in str(told.value)
    assert str(told.value).endswith("; mend it with: nox -s systems -- nginx")


def test_record_that_is_no_json_or_not_there_is_told(tmp_path) -> None:
    (tmp_path / "nginx.json").write_text("{", "utf-8")
    with pytest.raises(ScenarioError, match=r"nginx.json: .*; mend it with: nox -s systems -- nginx"):
        records.load(tmp_path / "nginx.json")
    with pytest.raises(ScenarioError, match=r"there is no record .*nginy.json; did you mean 'nginx'\?"):
        records.load(tmp_path / "nginy.json")


def test_changed_fact_is_told_and_a_number_is_not() -> None:
    after = copy.deepcopy(RECORDS["postgresql"])
    after["facts"]["connection"]["accepts"] = ["backend"]
    after["facts"]["crashes"][0]["gone"].pop("walwriter")
    after["numbers"]["silence"]["clients"] = 99
    assert list(records.differences(RECORDS["postgresql"], after)) == [
        'connection.accepts was ["postmaster"], and is now ["backend"]',
        "crashes.0.gone.walwriter was 1, and is now not there",
    ]
    assert list(records.differences(after, after)) == []


@pytest.mark.parametrize("name", ["overview", "accept", "silence", "worker"])
def test_table_has_a_row_for_each_system(name) -> None:
    rows = shown.expand(f"all/{name}", [], fence, plain=True).splitlines()
    heads, rule, *rows = rows
    assert [row.split("](")[0].removeprefix("| [") for row in rows] == [record["title"] for record in RECORDS.values()]
    assert len({row.count("|") for row in (heads, rule, *rows)}) == 1


def test_table_on_parents_leaves_out_who_has_none() -> None:
    text = shown.expand("all/parent", [], fence, plain=True)
    assert "[Redis]" not in text and "[nginx]" in text


@pytest.mark.parametrize("name", shown.ORDER)
def test_picture_says_in_words_what_it_shows(name) -> None:
    record = RECORDS[name]
    image = ElementTree.fromstring(picture.svg(record))  # noqa: S314 our own
    drawn = [text.text for text in image.iter("text")]
    for entry in record["facts"]["processes"]:
        title = next(picture.lines(record, entry))
        assert drawn.count(title) >= entry["count"]
        assert title in image.get("aria-label")
    boxes = [box for box in image.iter("rect") if box.get("rx") == "4"]
    assert len(boxes) == sum(entry["count"] for entry in record["facts"]["processes"])
    assert image.get("role") == "img"
    assert not any("style" in element.attrib for element in image.iter())
    colors = {element.get(key) for element in image.iter() for key in ("fill", "stroke")} - {None}
    assert colors == {"currentColor", "none"}
    right = [int(box.get("x")) + int(box.get("width")) for box in image.iter("rect")]
    assert max(right) <= picture.WIDTH


def test_sentence_takes_its_numbers_from_the_record(monkeypatch) -> None:
    record = copy.deepcopy(RECORDS["nginx"])
    monkeypatch.setattr(shown, "load", lambda _: record)
    options = [
        ("says", None, "After {numbers.crashes.0.replaced_after} s, {facts.wakeups.woken} of {facts.wakeups.of}."),
        ("holds", None, "facts.wakeups.woken = 1"),
    ]
    record["numbers"]["crashes"][0]["replaced_after"] = 0.25
    assert shown.expand("nginx/says", options, fence) == "After 0.25 s, 1 of 2.\n"
    record["facts"]["wakeups"]["woken"] = 2
    with pytest.raises(ScenarioError, match=r"has facts.wakeups.woken = 2, not 1; the text around it has to change"):
        shown.expand("nginx/says", options, fence)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("nginz/tree", [], "there is no system 'nginz'; did you mean 'nginx'?"),
        ("nginx/three", [], "'nginx/three' shows nothing; did you mean 'tree'?"),
        ("all/tree", [], "'all/tree' shows nothing"),
        ("nginx/says", [("says", None, "{facts.nobody}")], "the record of nginx has no facts.nobody"),
        ("nginx/says", [("tells", None, "x")], "not 'tells'"),
        ("nginx/says", [], "a sentence needs 'says: text'"),
    ],
)
def test_what_can_not_be_shown_is_told(name, options, sentence) -> None:
    with pytest.raises(ScenarioError) as told:
        shown.expand(name, options, fence)
    assert sentence in str(told.value)


@pytest.mark.parametrize("name", shown.ORDER)
def test_page_shows_the_configuration_that_was_used(name) -> None:
    started = RECORDS[name]["started"]
    text = shown.expand(f"{name}/start", [], fence)
    assert started["command"] in text
    assert all(content in text for content in started["files"].values() if len(content) > 10)


SERVER = """\
import os, signal, socket, sys

signal.signal(signal.SIGTERM, signal.SIG_IGN if "stubborn" in sys.argv else signal.SIG_DFL)
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
    for _ in range(2):
        if os.fork() == 0:
            while True:
                connection, _ = listener.accept()
                with connection:
                    while question := connection.recv(1024):
                        if question.startswith(b"PING"):
                            connection.sendall(b"+PONG\\r\\n")
    os.wait()
    signal.pause()
"""


@pytest.fixture
def small():
    """A server of our own: a parent and two workers that accept; `Running` needs no package for it."""
    from wouldblock.systems.protocols import Redis
    from wouldblock.systems.servers import Server, System

    def system(*words: str, program: str = SERVER) -> System:
        def configure(place):
            command = [sys.executable, f"{place.folder}/server.py", str(place.port), *words]
            return Server(command, Redis(), "parent", roles={"server.py": "worker"}, files={"server.py": program})

        return System("small", "A small server", configure, (sys.executable,), "nothing", of_python=True)

    return system


@linux
def test_server_is_seen_from_outside(small) -> None:
    from wouldblock.systems import experiments
    from wouldblock.systems.running import Running

    with Running(small()) as run:
        facts, numbers = experiments.processes(run)
        silence, _ = experiments.silence(run)
        wakeups, _ = experiments.wakeups(run)
    assert [(one["role"], one["below"], one["count"], one["listener"], one["client"]) for one in facts] == [
        ("parent", "", 1, True, False),
        ("worker", "parent", 1, True, True),
        ("worker", "parent", 1, True, False),
    ]
    assert [one["waits"] for one in facts] == [["wait4"], ["recvfrom: a connection"], ["accept4: the listener"]]
    assert numbers == {"threads": {"parent": [1, 1], "worker": [1, 1]}}
    assert silence == {"where": ["queue", "worker"], "another_answered": False}
    assert wakeups == {"of": 2, "woken": 1}


@linux
def test_crash_of_worker_and_parent_is_seen(small) -> None:
    from wouldblock.systems import experiments
    from wouldblock.systems.running import Running

    with Running(small()) as run:
        facts, numbers = experiments.crash(run)
    assert facts == {
        "killed": "worker",
        "client_sees": "the end of the stream",
        "same_process_see": [],
        "other_processes_see": ["an answer"],
        "gone": {"worker": 1},
        "new": {},
        "replaced": False,
        "new_client_answered": True,
    }
    assert numbers["idle_clients"] == {"same": 0, "other": 1}
    with Running(small()) as run:
        facts, _ = experiments.orphans(run)
    assert facts == {"stay": {"worker": 2}, "answer": True, "replaced": False}


@linux
@pytest.mark.parametrize("words", [(), ("stubborn",)])
def test_nothing_is_left_of_a_server(small, words) -> None:
    import os
    import signal

    from wouldblock.systems import outside
    from wouldblock.systems.running import Running

    with Running(small(*words)) as run:
        pids = run.pids()
        assert len(pids) == 3 and run.folder.is_dir()
        os.kill(run.process.pid, signal.SIGKILL)  # so that its workers are orphans
        outside.until(lambda: len(run.pids()) == 2, 5)
    assert not set(pids) & set(outside.parents())
    assert not run.folder.exists()
    with socket.create_server(("127.0.0.1", run.port)):
        pass


@linux
def test_server_that_does_not_start_is_told_with_the_end_of_its_log(small) -> None:
    from wouldblock.systems.running import NotReady, Running

    with pytest.raises(NotReady, match=r"A small server: it ended with status 1; its logs end: .*no such option"):
        with Running(small(program="import sys; sys.exit('no such option')")):
            pass


@linux
def test_command_tells_what_is_missing_what_failed_and_what_changed(small, tmp_path, capsys, monkeypatch) -> None:
    import dataclasses

    from wouldblock.systems import __main__ as command
    from wouldblock.systems.running import NotReady

    gone = dataclasses.replace(small(), needs=("no-such-server",), install="apt-get install no-such-server")
    systems = {"nginx": small(), "redis": gone, "gunicorn": small()}
    record = copy.deepcopy(RECORDS["nginx"])
    record["facts"]["wakeups"]["woken"] = 2
    for kind in ("facts", "numbers"):
        record[kind].pop("connection")  # as without strace
    record["recorded"].pop("traced")

    def observe(system):
        if system is systems["gunicorn"]:
            raise NotReady("A small server: it ended")
        return record

    monkeypatch.setattr(command, "SYSTEMS", systems)
    monkeypatch.setattr(command, "observe", observe)
    assert command.main(["--output", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "left out, there is no no-such-server here; install it with: apt-get install no-such-server" in said
    assert "failed\n  A small server: it ended" in said
    assert "wakeups.woken was 1, and is now 2" in said
    assert "facts that changed: 1." in said and "Not recorded: A small server." in said
    assert [path.name for path in tmp_path.iterdir()] == ["nginx.json"]
    kept = records.load(tmp_path / "nginx.json")
    assert kept["facts"]["connection"] == RECORDS["nginx"]["facts"]["connection"]
    assert kept["recorded"]["traced"] == RECORDS["nginx"]["recorded"]["traced"]
    with pytest.raises(SystemExit):
        command.main(["nginy"])
    assert "there is no system 'nginy'; there are nginx, redis, gunicorn" in capsys.readouterr().err


@linux
def test_all_systems_of_the_recorder_are_shown() -> None:
    from wouldblock.systems.servers import SHORT, SYSTEMS

    assert set(SYSTEMS) == set(shown.ORDER)
    assert {name: one.title for name, one in SYSTEMS.items()} == {name: one["title"] for name, one in RECORDS.items()}
    assert set(SHORT) < set(SYSTEMS)

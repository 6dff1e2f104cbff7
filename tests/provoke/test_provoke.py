"""The table of bad clients is complete, is of the programs as they are, and says what still happens."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from wouldblock.observations import failing
from wouldblock.project import ProjectError
from wouldblock.run.loopback import with_loopback

CURE = "record it with: nox -s provoke --"

if sys.platform == "linux":
    from wouldblock.provoke.__main__ import fingerprint
    from wouldblock.provoke.clients import KINDS
    from wouldblock.provoke.servers import QUESTION, SERVERS, Server, all_servers, answered, connect
    from wouldblock.provoke.trial import served, trial

    STARTS_A_WORKER = [  # for each connection, or when a pool needs one
        name
        for name, server in all_servers()
        if name in SERVERS and re.search(r"Thread|os\.fork", server.read_text("utf-8"))
    ]
else:
    SERVERS, STARTS_A_WORKER = {}, []

own_network = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give each trial a network of its own"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="each trial needs a network of its own")
QUICK = ["reset at once", "close with unread bytes", "half-close"]
TO_BE_COPIED = ("choosing/", "readiness/", "threads/")  # chapters whose servers live through everything
REFUSE = """
import os, pathlib, threading

def unless_refused(call, refusal):
    def wrapped(*arguments):
        if (folder / "refuse").exists():
            (folder / "refused").touch()
            raise refusal
        return call(*arguments)
    return wrapped

folder = pathlib.Path(__file__).parent
os.fork = unless_refused(os.fork, BlockingIOError(11, "Resource temporarily unavailable"))
threading.Thread.start = unless_refused(threading.Thread.start, RuntimeError("can't start new thread"))
"""  # what a system says that has no thread and no process left
SIMPLE = "choosing/sequential"  # on purpose; its page says what ends it
ONE_TASK = {  # servers that serve no stream of clients, and so are in no table
    "readiness/idle_limit", "readiness/many_clients", "readiness/slow_reader", "readiness/three_clients",
    "nonblocking/ask_in_turn",
    "nonblocking/lost_bytes", "nonblocking/send_all", "blocking/article_experiment", "blocking/now_it_blocks",
    "blocking/deadlock_solved", "blocking/deadlock_without_lock", "connections/at_most_n", "connections/echo_once",
    "connections/half_close", "connections/round_trip", "connections/without_connection", "connections/frames",
    "processes/forgotten_close", "failing/forty_milliseconds", "asynchronous/broadcast",
    "asynchronous/broadcast_limited", "asynchronous/patience",
}  # fmt: skip


@linux
def test_every_server_is_tried_or_serves_one_task() -> None:
    unknown = {name for name, _ in all_servers()} - SERVERS.keys() - ONE_TASK
    assert not unknown, (
        f"add to SERVERS in wouldblock/provoke/servers.py, or to ONE_TASK in this test: {', '.join(sorted(unknown))}"
    )


@linux
@pytest.mark.parametrize("name", SERVERS)
def test_record_is_of_the_server_as_it_is(name: str) -> None:
    server = failing.load("clients")["servers"].get(name)
    assert server, f"docs/failing/data/clients.json knows nothing of {name}; {CURE} {name}"
    assert server["kinds"].keys() == KINDS.keys(), f"other kinds of clients were tried on {name}; {CURE} {name}"
    now = fingerprint(dict(all_servers())[name])
    assert server["program"] == now, f"the server of {name} has changed since it was tried; {CURE} {name}"


@linux
@pytest.mark.parametrize("name", [name for name in SERVERS if name.startswith(TO_BE_COPIED) and name != SIMPLE])
def test_server_that_is_meant_to_be_copied_lives_through_everything(name: str) -> None:
    kinds = failing.load("clients")["servers"][name]["kinds"]
    lost = [kind for kind, recorded in kinds.items() if recorded["server"] != "goes on"]
    assert not lost, f"{name} is ended by: {', '.join(lost)}; catch it, in as few lines as you can"


@linux
@pytest.mark.parametrize("name", [name for name in STARTS_A_WORKER if name.startswith((*TO_BE_COPIED, "failing/"))])
def test_server_that_is_meant_to_be_copied_survives_that_no_thread_or_process_is_left(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(REFUSE, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def scene() -> None:
        with Server(name) as server, connect() as stays:
            stays.sendall(QUESTION)
            assert answered(stays, 5) == "an answer"
            server.allow(40)  # descriptors: a server that loses some with each refusal has none left soon
            (tmp_path / "refuse").touch()
            for _ in range(30):
                with suppress(OSError), connect() as unlucky:
                    unlucky.sendall(QUESTION)
                    answered(unlucky, 0.05)
            assert (tmp_path / "refused").exists(), "it asked for no thread and no process, so this proves nothing"
            (tmp_path / "refuse").unlink()
            assert served(10), f"{name} does not serve again: {server.said() or 'it has lost its descriptors'}"

    with_loopback(scene)


@linux
@own_network
@pytest.mark.parametrize("name", SERVERS)
def test_bad_clients_do_what_the_table_says(name: str) -> None:
    kinds = failing.load("clients")["servers"][name]["kinds"]
    for kind in QUICK:
        tried = trial(name, kind)
        assert failing.cell(tried) == failing.cell(kinds[kind]), f"{kind} at {name}: {tried}; {CURE} {name}"


def test_what_is_not_recorded_is_told_in_a_sentence() -> None:
    with pytest.raises(ProjectError, match="write one of: clients/others"):
        failing.expand("clients/otters")


def test_field_of_the_table_tells_an_ended_server_from_one_that_lets_wait() -> None:
    assert failing.cell({"server": "goes on", "others": "served"}) == "yes"
    assert failing.cell({"server": "goes on", "others": "served after 60 s"}) == "after 60 s"
    assert failing.cell({"server": "has ended", "others": "not served"}) == "**it ends**"

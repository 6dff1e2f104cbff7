"""The recorder of real servers, on a small server of our own: what it sees, what it tells, and that it leaves nothing."""

import copy
import dataclasses
import os
import signal
import socket
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("servers are watched through Linux's /proc", allow_module_level=True)

from wouldblock.linux import proc
from wouldblock.observations import data, shown
from wouldblock.observe import __main__ as command
from wouldblock.observe import strace
from wouldblock.observe.experiments import deaths, service
from wouldblock.observe.product import Product, Server
from wouldblock.observe.protocols import NOTHING, Redis
from wouldblock.observe.running import NotReady, Running
from wouldblock.observe.servers import PRODUCTS, SHORT

OBSERVATIONS = {name: shown.load(name) for name in shown.ORDER}
SERVER = """\
import ctypes, os, signal, socket, sys

signal.signal(signal.SIGTERM, signal.SIG_IGN if "stubborn" in sys.argv else signal.SIG_DFL)
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
    for _ in range(2):
        if os.fork() == 0:
            if "loyal" in sys.argv:
                ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # when its parent dies
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

    def product(*words: str, program: str = SERVER) -> Product:
        def configure(place):
            command = [sys.executable, f"{place.folder}/server.py", str(place.port), *words]
            return Server(command, Redis(), "parent", roles={"server.py": "worker"}, files={"server.py": program})

        return Product("small", "A small server", configure, (sys.executable,), "nothing", of_python=True)

    return product


def test_server_is_seen_from_outside(small) -> None:

    with Running(small()) as run:
        facts, numbers = service.processes(run)
        silence, _ = service.silence(run)
        wakeups, _ = service.wakeups(run)
    assert [
        (process["role"], process["below"], process["count"], process["listener"], process["client"])
        for process in facts
    ] == [
        ("parent", "", 1, True, False),
        ("worker", "parent", 1, True, True),
        ("worker", "parent", 1, True, False),
    ]
    assert [process["waits"] for process in facts] == [["wait4"], ["recvfrom: a connection"], ["accept4: the listener"]]
    assert numbers == {"threads": {"parent": [1, 1], "worker": [1, 1]}}
    assert silence == {"where": ["queue", "worker"], "another_answered": False}
    assert wakeups == {"of": 2, "woken": 1}


def test_crash_of_worker_and_parent_is_seen(small) -> None:

    with Running(small()) as run:
        facts, numbers = deaths.crash(run)
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


def test_orphans_are_watched_from_the_kill_on_and_without_clients(small, monkeypatch) -> None:
    with Running(small("loyal")) as run:
        facts, numbers = deaths.orphans(run)
    assert facts == {"stay": {}, "answer": False, "replaced": False}
    assert numbers["left_after"] < 0.5
    monkeypatch.setattr(deaths, "STOPPING", 0.3)
    with Running(small()) as run:
        assert deaths.orphans(run) == ({"stay": {"worker": 2}, "answer": True, "replaced": False}, {})
    with Running(small()) as run:
        assert deaths.asked_orphans(run) == {"answered": 3, "asked": 3}


def test_newcomers_and_a_full_server_are_seen(small) -> None:
    with Running(small()) as run:
        facts, numbers = deaths.newcomers(run)
    assert facts == {"see": ""} and numbers["refused"] == 0 and numbers["answered_after"] < 1
    with Running(small()) as run:
        facts, _ = service.full(run)
    assert facts == {"clients": 2, "of_one_process": 1, "next_sees": NOTHING, "beside_silent_sees": NOTHING}


def test_one_connection_is_traced(small) -> None:
    with Running(small()) as run:
        try:
            facts, numbers = service.connection(run)
        except strace.CannotTrace as reason:
            pytest.skip(str(reason))
    assert facts == {
        "call": "accept4",
        "accepts": ["worker"],
        "reads": ["worker"],
        "answers": ["worker"],
        "works": ["worker"],
        "same_process": True,
        "same_thread": True,
        "keeps_connection": True,
        "forks": [],
        "passes_descriptor": False,
        "accepts_inside": [],
    }
    assert numbers == {"others_in_vain": 0}


def test_missing_strace_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        strace.CannotTrace, match="there is no strace here, .* on Debian install it with: apt-get install strace"
    ):
        strace.Trace([], tmp_path)


@pytest.mark.parametrize("words", [(), ("stubborn",)])
def test_nothing_is_left_of_a_server(small, words) -> None:

    with Running(small(*words)) as run:
        pids = run.pids()
        assert len(pids) == 3 and run.folder.is_dir()
        os.kill(run.process.pid, signal.SIGKILL)  # so that its workers are orphans
        proc.until(lambda: len(run.pids()) == 2, 5)
    assert not set(pids) & set(proc.parents())
    assert not run.folder.exists()
    with socket.create_server(("127.0.0.1", run.port)):
        pass


def test_server_that_does_not_start_is_told_with_the_end_of_its_log(small) -> None:

    broken = Running(small(program="import sys; sys.exit('no such option')"))
    with pytest.raises(NotReady, match=r"A small server: it ended with status 1; its logs end: no such option"), broken:
        pass
    assert not broken.folder.exists()


def test_command_tells_what_is_missing_what_failed_and_what_changed(small, tmp_path, capsys, monkeypatch) -> None:

    gone = dataclasses.replace(small(), needs=("no-such-server",), install="apt-get install no-such-server")
    products = {"nginx": small(), "redis": gone, "gunicorn": small()}
    observation = copy.deepcopy(OBSERVATIONS["nginx"])
    observation["facts"]["wakeups"]["woken"] = 2
    for kind in ("facts", "numbers"):
        observation[kind].pop("connection")  # as without strace
    observation["recorded"].pop("traced")

    def observe(product):
        if product is products["gunicorn"]:
            raise NotReady("A small server: it ended")
        return observation

    monkeypatch.setattr(command, "PRODUCTS", products)
    monkeypatch.setattr(command, "observe", observe)
    assert command.main(["--output", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "left out, there is no no-such-server here; install it with: apt-get install no-such-server" in said
    assert "failed\n  A small server: it ended" in said
    assert "wakeups.woken was 1, and is now 2" in said
    assert "facts that changed: 1." in said and "Not recorded: A small server." in said
    assert [path.name for path in tmp_path.iterdir()] == ["nginx.json"]
    kept = data.load(tmp_path / "nginx.json")
    assert kept["facts"]["connection"] == OBSERVATIONS["nginx"]["facts"]["connection"]
    assert kept["recorded"]["traced"] == OBSERVATIONS["nginx"]["recorded"]["traced"]
    with pytest.raises(SystemExit):
        command.main(["nginy"])
    assert "there is no product 'nginy'; there are nginx, redis, gunicorn" in capsys.readouterr().err


def test_all_products_that_are_watched_are_shown() -> None:

    assert set(PRODUCTS) == set(shown.ORDER)
    assert {name: product.title for name, product in PRODUCTS.items()} == {
        name: observation["title"] for name, observation in OBSERVATIONS.items()
    }
    assert set(SHORT) < set(PRODUCTS)

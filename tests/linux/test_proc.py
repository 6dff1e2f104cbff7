"""What /proc tells is told of the right processes, threads and sockets, and nothing of one that is gone."""

import os
import socket
import subprocess
import sys
import threading

import pytest

from wouldblock.linux import proc

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a /proc")
CHILD = "import os, sys; os.fork() or os.read(0, 1); print('over', flush=True); sys.stdin.read()"


@pytest.fixture
def group():
    """A process group of its own: a process that waits, and a child of it that waits as well."""
    command = [sys.executable, "-c", CHILD]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, text=True
    ) as leader:
        leader.stdout.readline()
        yield leader
        if leader.poll() is None:
            leader.communicate("xx")


def test_processes_of_a_group_are_found_with_their_states(group) -> None:
    pids = proc.group(group.pid)
    assert group.pid in pids and len(pids) == 2
    assert proc.until(lambda: set(proc.states(group.pid)) == {"S"}, 5)[0]
    assert proc.below(os.getpid())[group.pid] == os.getpid()
    assert proc.title(group.pid).startswith(sys.executable)


def test_of_a_group_that_is_gone_nothing_is_told(group) -> None:
    group.communicate("xx")
    assert proc.until(lambda: not proc.group(group.pid, ended=True), 5)[0]
    assert (proc.states(group.pid), proc.threads(group.pid), proc.title(group.pid)) == ([], [], "")
    assert proc.waits(group.pid, group.pid, 80) == ""


def test_listener_and_connection_are_seen_with_those_that_hold_them() -> None:
    own = os.getpid()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert proc.holders([own], port) == [own]
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"12345")
            end, _ = proc.until(lambda: proc.servers_end(port, client.getsockname()[1]), 5)
            assert (end.inode, end.unread) == ("0", 5)  # nobody has accepted it
            assert proc.holders([own], port, client.getsockname()[1]) == []
            with listener.accept()[0]:
                assert proc.holders([own], port, client.getsockname()[1]) == [own]
    assert proc.holders([own], port) == []


def test_thread_tells_in_which_call_it_waits_and_for_what() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        waiting = threading.Thread(target=lambda: listener.accept()[0].close())  # noqa: PLW0108 accept() has to wait there
        waiting.start()
        told, _ = proc.until(lambda: proc.waits(os.getpid(), waiting.native_id, port), 5)
        socket.create_connection(("127.0.0.1", port)).close()
        waiting.join()
    assert told == "accept4: the listener"


def test_wait_for_what_never_comes_ends() -> None:
    assert proc.until(lambda: None, 0.05) == (None, 0.05)

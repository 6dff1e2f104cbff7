"""Every server of the site ends when its parent process, and it alone, is told to by Ctrl-C or by SIGTERM."""

import signal
import socket
import sys
import time
from contextlib import ExitStack, suppress
from functools import partial

import pytest

from wouldblock.linux import proc
from wouldblock.run.loopback import somebody_listens, with_loopback
from wouldblock.scenario.program import ADDRESS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its processes are watched through /proc")

if sys.platform == "linux":
    from wouldblock.provoke.servers import Server, all_servers

    SERVERS = [name for name, server in all_servers() if "SOCK_DGRAM" not in server.read_text("utf-8")]
else:
    SERVERS = []
LIMIT = 7  # seconds: what has begun may take five


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
@pytest.mark.parametrize("name", SERVERS)
def test_server_ends_with_all_its_processes_while_a_client_is_connected(name: str, number: signal.Signals) -> None:
    assert_ends(name, number)


@pytest.mark.usefixtures("in_the_background")
@pytest.mark.parametrize("name", SERVERS[:1])
def test_ctrl_c_ends_a_server_where_we_run_in_the_background_of_a_shell(name: str) -> None:
    assert_ends(name, signal.SIGINT)


def assert_ends(name: str, number: signal.Signals) -> None:
    def scene() -> str:
        with ExitStack() as clients, Server(name) as server:
            connect = partial(socket.create_connection, ADDRESS, timeout=5)
            connected = [clients.enter_context(connect())]
            with suppress(ConnectionRefusedError):  # by a server for one client, which may have closed its listener
                connected.append(clients.enter_context(connect()))
            for client in connected:
                with suppress(OSError):
                    client.sendall(b"half a question")
            time.sleep(0.2)  # until the server waits for more
            with suppress(ProcessLookupError):
                server.popen.send_signal(number)
            ended, _ = proc.until(lambda: server.popen.poll() is not None and not server.alive(), LIMIT, 0.05)
            if ended:
                return "a listener stays" if somebody_listens() else ""
            kind = "the server hangs" if server.popen.poll() is None else "children stay behind"
            return f"{kind} {LIMIT} s after {number.name}; end it as docs/failing/stopping.md does"

    problem = with_loopback(scene)
    assert not problem, f"{name}: {problem}"

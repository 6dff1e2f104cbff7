"""Whether a program listens is known without a connection to it."""

import socket
import sys

import pytest

from wouldblock.run.loopback import somebody_listens, with_loopback
from wouldblock.scenario.program import ADDRESS


def test_listener_is_seen_and_its_queue_stays_empty() -> None:
    def scene() -> None:
        assert not somebody_listens()
        with socket.create_server(ADDRESS) as listener:
            assert somebody_listens()
            listener.setblocking(False)
            with pytest.raises(BlockingIOError):
                listener.accept()
        assert not somebody_listens()

    with_loopback(scene)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the port alone tells")
def test_socket_that_is_connected_does_not_count_as_a_listener() -> None:
    def scene() -> None:
        with socket.create_server(ADDRESS) as listener, socket.create_connection(ADDRESS) as client:
            connection, _ = listener.accept()
            with connection:
                listener.close()
                assert not somebody_listens()
                client.close()

    with_loopback(scene)

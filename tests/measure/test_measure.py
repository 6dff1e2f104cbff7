"""The small parts of which measurements are made, each where it is known what is right."""

import os
import select
import socket
import subprocess
import sys
import time

import pytest

from wouldblock.measure import buffers, idle, readiness
from wouldblock.measure.measurement import round_off
from wouldblock.measure.memory import available, memory, reason_too_little

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of a process in this form")
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has other buffers")
HOLDER = "import sys; held = bytearray(b'x') * int(sys.argv[1]); print(1, flush=True); input()"


@linux
def test_memory_of_a_process_grows_by_what_it_holds() -> None:
    sizes = []
    for size in (1, 64 << 20):
        command = [sys.executable, "-c", HOLDER, str(size)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            holder.stdout.readline()
            sizes.append(memory([holder.pid]))
            holder.communicate(b"\n")
    assert sizes[1] - sizes[0] == pytest.approx(64 << 20, rel=0.1)


@linux
def test_memory_of_many_is_that_of_each_and_of_one_that_is_gone_nothing() -> None:
    assert memory([os.getpid(), os.getpid()]) == pytest.approx(2 * memory([os.getpid()]), rel=0.05)
    assert memory([2**22 + 1]) == 0


@linux
def test_too_much_memory_is_told_before_it_is_used() -> None:
    assert available() > 0
    assert reason_too_little(1, 1) == ""
    assert reason_too_little(10**9, 1) == "it would need about 1220703 GiB of memory, with a reserve"


@posix
def test_buffer_is_full_when_it_takes_no_byte_more() -> None:
    writer, reader = socket.socketpair()
    with writer, reader:
        accepted = buffers.fill(writer, 1000)
        reader.setblocking(False)
        received = 0
        while received < accepted:
            received += len(reader.recv(65_536))
        with pytest.raises(BlockingIOError):
            reader.recv(1)
    assert accepted % 1000 == 0 and accepted > 0


@pytest.mark.parametrize("answering", [0, 3, 5])
def test_answers_of_clients_are_counted(answering) -> None:
    pairs = [socket.socketpair() for _ in range(5)]
    try:
        for _, server in pairs[:answering]:
            server.send(b"answer")
        waiting = {client.fileno(): client for client, _ in pairs}
        poll = None if sys.platform == "win32" else select.poll()
        assert idle.collect(waiting, poll, 0.05) == answering
        assert idle.collect(waiting, None, 0.05) == 0  # they have been read
    finally:
        for end in (end for pair in pairs for end in pair):
            end.close()


def test_time_of_a_call_is_the_mean_and_the_call_has_to_find_one_socket() -> None:
    assert 0.004 <= readiness.seconds_of(lambda: time.sleep(0.004) or [1]) < 0.5
    with pytest.raises(RuntimeError, match="did not find the one socket"):
        readiness.seconds_of(list)


def test_values_have_four_digits() -> None:
    assert (round_off(123_456.0), round_off(0.000123456), round_off(12_345)) == (123_500, 0.0001235, 12_345)

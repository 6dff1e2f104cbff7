"""Who waited is told by the order of what happened, however long each call took."""

import pytest

from wouldblock.linux import strace
from wouldblock.linux.strace import RawCall
from wouldblock.record.calls import Reader, Traced
from wouldblock.record.causes import find_causes
from wouldblock.record.lanes import Lanes
from wouldblock.timelines.model import Lane

SERVER, CLIENT = 1, 2  # the threads
PEER = '{sa_family=AF_INET, sin_port=htons(12345), sin_addr=inet_addr("127.0.0.1")}'


def read(*lines: tuple[int, float, str]) -> list[Traced]:
    """The calls of a server and a client with their causes: lines of strace, each with its thread and its second."""
    raw_calls: list[RawCall] = []
    for thread in (SERVER, CLIENT):
        own = sorted(line for line in lines if line[0] == thread)
        raw_calls += strace.calls_of(thread, [f"{start:.6f} {text}" for _, start, text in own])
    raw_calls.sort(key=lambda call: call.start)
    lanes = Lanes(
        [Lane("server.py", "server.py"), Lane("client.py", "client.py")],
        {SERVER: 0, CLIENT: 1},
        {SERVER: SERVER, CLIENT: CLIENT},
    )
    calls = Reader(lanes).read(raw_calls)
    find_causes(calls)
    return calls


def listen(second: float, backlog: int) -> tuple[int, float, str]:
    return SERVER, second, f"listen(3<TCP:[127.0.0.1:12345]>, {backlog}) = 0 <0.000010>"


def accept(second: float, port: int, seconds: float = 0.0001) -> tuple[int, float, str]:
    opened = f"{port}<TCP:[127.0.0.1:12345->127.0.0.1:{port}]>"
    text = f"accept4(3<TCP:[127.0.0.1:12345]>, 0x7f, [16], SOCK_CLOEXEC) = {opened} <{seconds:.6f}>"
    return SERVER, second, text


def receive(second: float, port: int) -> tuple[int, float, str]:
    text = f'recvfrom({port}<TCP:[127.0.0.1:12345->127.0.0.1:{port}]>, "x", 9, 0, NULL, NULL) = 1 <0.000010>'
    return SERVER, second, text


def connect(second: float, port: int, seconds: float) -> list[tuple[int, float, str]]:
    """A connect with a timeout, which waits in poll for some seconds."""
    events = f"[{{fd={port}<TCP:[127.0.0.1:{port}->127.0.0.1:12345]>, events=POLLOUT|POLLERR}}]"
    return [
        (CLIENT, second, r'write(-1, "> 9 connect create_connection 0", 9) = -1 EBADF (Bad file descriptor) <0.000001>'),
        (CLIENT, second + 0.00001, f"connect({port}<TCP:[77]>, {PEER}, 16) = -1 EINPROGRESS (Now) <0.000010>"),
        (CLIENT, second + 0.00003, f"poll({events}, 1, 5000) = 1 ([{{fd={port}, revents=POLLOUT}}]) <{seconds:.6f}>"),
        (CLIENT, second + 0.00004 + seconds, r'write(-1, "<", 1) = -1 EBADF (Bad file descriptor) <0.000001>'),
    ]  # fmt: skip


def send(second: float, port: int) -> tuple[int, float, str]:
    text = f'sendto({port}<TCP:[127.0.0.1:{port}->127.0.0.1:12345]>, "x", 1, 0, NULL, 0) = 1 <0.000010>'
    return CLIENT, second, text


def polls(calls: list[Traced]) -> list[Traced]:
    return [call for call in calls if call.call == "poll"]


@pytest.mark.parametrize("seconds", [0.0001, 0.4])
def test_connect_to_a_queue_with_room_has_not_waited_however_slow_it_was(seconds) -> None:
    calls = read(
        listen(0, 128),
        *connect(1, 5001, 0.0001),
        send(1.1, 5001),
        *connect(2, 5002, seconds),
        accept(2.05, 5001),
        receive(2.1, 5001),
        accept(2.2, 5002),
    )
    assert [(call.blocked, call.woken_by) for call in polls(calls)] == [(False, None), (False, None)]


@pytest.mark.parametrize("seconds", [0.015, 1.0])
def test_connect_to_a_full_queue_has_waited_for_the_accept_that_made_room(seconds) -> None:
    calls = read(
        listen(0, 0),
        *connect(1, 5001, 0.0001),
        *connect(2, 5002, seconds),
        accept(2.01, 5001),
        accept(4, 5002),
    )
    first, second = polls(calls)
    made_room = next(call for call in calls if call.call == "accept")
    assert (first.blocked, second.blocked) == (False, True)
    assert second.woken_by is made_room


def test_connection_that_was_accepted_is_in_the_queue_no_more() -> None:
    calls = read(
        listen(0, 0),
        *connect(1, 5001, 0.0001),
        accept(1.5, 5001),
        *connect(2, 5002, 0.4),
        accept(2.2, 5002),
    )
    assert not any(call.blocked for call in polls(calls))


@pytest.mark.parametrize(("accepted", "sent", "waited"), [(0.5, 2.0, True), (2.0, 0.5, False)])
def test_receive_has_waited_if_it_began_before_the_send(accepted, sent, waited) -> None:
    lines = [
        *connect(0.1, 5001, 0.0001),
        (*receive(accepted, 5001)[:2], receive(accepted, 5001)[2].replace("0.000010", "3.000000")),
        send(sent, 5001),
    ]
    calls = read(listen(0, 128), *lines)
    (received,) = [call for call in calls if call.call == "recv"]
    assert received.blocked is waited
    assert received.woken_by and received.woken_by.call == "send"


def waits(second: float, seconds: float, signal: str, sender: int) -> list[tuple[int, float, str]]:
    """An accept of the server that a signal cuts off."""
    cut = "= ? ERESTARTSYS (To be restarted if SA_RESTART is set)"
    text = f"accept4(3<TCP:[127.0.0.1:12345]>, 0x7f, [16], SOCK_CLOEXEC) {cut} <{seconds:.6f}>"
    facts = f"{{si_signo={signal}, si_code=SI_USER, si_pid={sender}, si_uid=0}}"
    return [(SERVER, second, text), (SERVER, second + seconds, f"--- {signal} {facts} ---")]


def kill(second: float, signal: str) -> list[tuple[int, float, str]]:
    return [
        (CLIENT, second, r'write(-1, "> 9 kill - 0", 9) = -1 EBADF (Bad file descriptor) <0.000001>'),
        (CLIENT, second + 0.00001, f"kill({SERVER}, {signal}) = 0 <0.000010>"),
    ]


def test_what_a_server_does_after_ctrl_c_is_left_out_and_its_wait_has_no_end() -> None:
    calls = read(listen(0, 128), *waits(1, 1, "SIGINT", sender=99), accept(3, 5001), *connect(4, 5002, 0.1))
    assert [(call.call, call.end, call.blocked) for call in calls if call.lane == 0][1:] == [("accept", None, True)]


def test_another_signal_ends_the_call_that_it_cuts_off_and_the_server_goes_on() -> None:
    calls = read(
        listen(0, 128),
        *waits(1, 1, "SIGTERM", sender=CLIENT),
        *kill(1.9, "SIGTERM"),
        (SERVER, 3, "close(3<TCP:[127.0.0.1:12345]>) = 0 <0.000010>"),
    )
    cut_off, *_, close = [call for call in calls if call.lane == 0][1:]
    assert (cut_off.end, cut_off.blocked, cut_off.woken_by and cut_off.woken_by.call) == (2, True, "kill")
    assert close.call == "close" and close.end


def test_signal_of_the_scenario_itself_is_no_ctrl_c() -> None:
    calls = read(listen(0, 128), *waits(1, 1, "SIGINT", sender=CLIENT), *kill(1.9, "SIGINT"), accept(3, 5001))
    assert [call.end is None for call in calls if call.call == "accept"] == [False, False]


def test_wait_that_the_end_of_a_child_interrupts_is_one_wait() -> None:
    calls = read(listen(0, 128), *waits(1, 1, "SIGCHLD", sender=SERVER), accept(2.1, 5001, 1), *connect(3, 5001, 0.1))
    (accepted,) = [call for call in calls if call.call == "accept"]
    assert (accepted.start, accepted.end, accepted.blocked) == (1, 3.1, True)

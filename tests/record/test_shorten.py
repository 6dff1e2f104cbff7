"""Each rule that makes a timeline shorter, on three calls."""

from wouldblock.linux.strace import RawCall
from wouldblock.record import shorten
from wouldblock.record.calls import Traced
from wouldblock.record.descriptors import End, Thing
from wouldblock.timelines.model import BULK, Lane

CONNECTION = End(Thing("c", "c1"), "127.0.0.1:5000")
OTHER = End(Thing("c", "c2"), "127.0.0.1:5001")


def made(name: str, start: float, end: float | None, on: End | None = CONNECTION, lane: int = 0, **facts) -> Traced:
    """A call of line 7."""
    raw = RawCall(1, name, "", start, end, 0)
    return Traced(lane, name, raw, 7, start, end, on=on, **facts)


def test_connect_with_a_timeout_is_one_entry_with_its_poll() -> None:
    waker = made("accept", 1.5, 1.6, OTHER)
    connect = made("connect", 1, 1.1, error="EINPROGRESS", inside="connect")
    poll = made("poll", 1.2, 2, inside="connect", blocked=True, woken_by=waker)
    send = made("send", 3, 3.1, bytes=5, inside="send")
    entries = shorten.folded([connect, poll, send], shorten.connect_that_waits_in_poll)
    assert entries == [connect, send]
    assert (connect.start, connect.end, connect.error, connect.waits_in) == (1, 2, None, "poll")
    assert connect.blocked and connect.woken_by is waker
    assert shorten.entry_of(poll) is connect


def test_connect_that_gives_up_is_one_entry_with_its_error() -> None:
    connect = made("connect", 1, 1.1, error="EINPROGRESS", inside="connect")
    poll = made("poll", 1.2, 2, inside="connect", blocked=True, error="timeout")
    close = made("close", 3, 3.1)
    assert shorten.folded([connect, poll, close], shorten.connect_that_waits_in_poll) == [connect, close]
    assert (connect.error, connect.blocked) == ("timeout", True)


def test_receive_with_a_timeout_is_one_entry_with_its_poll() -> None:
    waker = made("send", 1.5, 1.6, OTHER)
    poll = made("poll", 1, 2, inside="recv", blocked=True, woken_by=waker)
    recv = made("recv", 2.1, 2.2, bytes=5, inside="recv")
    send = made("send", 3, 3.1, bytes=5, inside="send")
    assert shorten.folded([poll, recv, send], shorten.call_that_waits_in_poll) == [recv, send]
    assert (recv.start, recv.end, recv.blocked, recv.waits_in) == (1, 2.2, True, "poll")
    assert recv.woken_by is waker and shorten.entry_of(poll) is recv


def test_poll_before_another_call_is_left_as_it_is() -> None:
    poll = made("poll", 1, 2, inside="recv")
    send = made("send", 2.1, 2.2, bytes=5, inside="send")
    assert shorten.folded([poll, send], shorten.call_that_waits_in_poll) == [poll, send]
    assert poll.part_of is None


def test_wait_for_a_lock_that_goes_on_is_one_entry() -> None:
    waker = made("exit", 3, 3, None, lane=1)
    first = made("join", 1, 2, None, blocked=True)
    again = made("join", 2.1, 4, None, blocked=True, woken_by=waker)
    close = made("close", 5, 5.1)
    assert shorten.folded([first, again, close], shorten.lock_that_waits_again) == [first, close]
    assert (first.start, first.end, first.woken_by) == (1, 4, waker)


def test_poll_after_which_no_call_came_has_the_name_of_its_call() -> None:
    poll = made("poll", 1, 2, inside="recv", error="timeout", blocked=True, ready=[(CONNECTION, True)])
    shorten.name_lonely_poll(poll)
    assert (poll.call, poll.waits_in, poll.ready, shorten.on(poll)) == ("recv", "poll", [], "c1")


def test_loop_that_asks_again_is_one_entry_with_its_waits() -> None:
    refused = [made("recv", 1, 1.1, error="EAGAIN"), made("recv", 3, 3.1, error="EAGAIN")]
    select = made("select", 2, 2.5, None, asks_only=True, ready=[(CONNECTION, True)])
    assert shorten.merge_loops([refused[0], select, refused[1]]) == [refused[0], select]
    assert (refused[0].count, refused[0].end) == (2, 3.1)


def test_loop_of_many_bytes_is_one_entry_with_the_longest_wait_that_has_a_cause() -> None:
    waker = made("recv", 2.5, 2.6, OTHER)
    sends = [
        made("send", 1, 1.1, bytes=BULK, text="x"),
        made("send", 2, 3, bytes=BULK, blocked=True, woken_by=waker),
        made("send", 4, 9, bytes=5, blocked=True),
    ]
    (entry,) = shorten.merge_loops(sends)
    assert (entry.count, entry.bytes, entry.end, entry.text) == (3, 2 * BULK + 5, 9, None)
    assert entry.blocked and entry.woken_by is waker
    assert entry.waits == [(2, 3), (4, 9)]
    assert {shorten.entry_of(call) for call in sends} == {entry}


def test_call_that_ends_a_loop_is_no_part_of_it() -> None:
    calls = [made("recv", 1, 1.1, error="EAGAIN"), made("recv", 2, 2.1, error="EAGAIN"), made("recv", 3, 3.1, bytes=5)]
    assert shorten.merge_loops(calls) == [calls[0], calls[2]]


def test_row_of_equal_calls_is_one_entry_only_if_it_is_long() -> None:
    def row(length: int) -> list[Traced]:
        return [made("send", start, start + 0.1, bytes=5) for start in range(length)]

    assert len(shorten.merge_rows(row(shorten.ROW))) == shorten.ROW
    (entry,) = shorten.merge_rows(row(shorten.ROW + 1))
    assert (entry.count, entry.bytes) == (shorten.ROW + 1, 5 * (shorten.ROW + 1))


def test_lane_that_only_ends_is_left_out_and_arrows_follow_the_entries() -> None:
    lanes = [Lane("a.py", "a.py"), Lane("a.py, thread 1", "a.py", "thread", 0), Lane("b.py", "b.py")]
    poll = made("poll", 10, 10.2, inside="send", lane=2)
    send = made("send", 10.3, 10.4, OTHER, lane=2, bytes=5, inside="send")
    recv = made("recv", 10.1, 10.5, lane=0, bytes=5, blocked=True, woken_by=poll)
    end = made("exit", 11, 11, None, lane=1)
    shown_lanes, calls, begin = shorten.shorten(lanes, [poll, recv, send, end])
    assert ([lane.name for lane in shown_lanes], begin) == (["a.py", "b.py"], 10)
    assert [(call.lane, call.call, call.start, call.end, call.woken_by) for call in calls] == [
        (1, "send", 0, 400, None),
        (0, "recv", 100, 500, 0),
    ]

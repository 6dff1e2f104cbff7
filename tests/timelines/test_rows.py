"""Equal calls that nobody waits for become one row, and no others do."""

import pytest

from support.scenarios import write
from support.timelines import made
from wouldblock.timelines import rows, sentences
from wouldblock.timelines.model import Call


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


def test_row_of_equal_calls_is_one_that_counts_them(scenario) -> None:
    tick = {"line": 5, "blocked": True, "error": "timeout"}
    calls = [
        Call(0, "epoll_wait", start=0, end=10, **tick),
        Call(0, "epoll_wait", start=11, end=21, **tick),
        Call(1, "connect", 3, 21, 22, on="c1"),
        Call(0, "epoll_wait", start=22, end=32, **tick),
        Call(0, "recv", 7, 40, 45, on="c1", bytes=5, blocked=True, woken_by=5),
        Call(1, "send", 4, 44, 45, on="c1", bytes=5),
    ]
    merged = rows.merged(made(scenario, calls=calls))
    assert [(call.call, call.count, call.woken_by) for call in merged.calls] == [
        ("epoll_wait", 3, None),
        ("connect", 1, None),
        ("recv", 1, 3),
        ("send", 1, None),
    ]
    assert merged.calls[0].waits == [[0, 10], [11, 21], [22, 32]]
    assert sentences.story(merged)[0] == "server.py: epoll_wait blocks for 30 ms in all until its timeout, 3 times."


def test_calls_that_woke_somebody_are_not_merged(scenario) -> None:
    calls = [
        Call(1, "close", 3, 0, 1, on="c1"),
        Call(1, "close", 3, 2, 3, on="c1"),
        Call(0, "recv", 7, 0, 1, on="c1", bytes=0, blocked=True, woken_by=0),
    ]
    assert [call.count for call in rows.merged(made(scenario, calls=calls)).calls] == [1, 1, 1]

"""Each call of a recorded run is told in a sentence: who waits how long, and for whom."""

import pytest

from support.scenarios import write
from support.svg import boxes, drawn, text_of
from support.timelines import made
from wouldblock.pages.picture import sequence
from wouldblock.timelines import sentences
from wouldblock.timelines.model import Call


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


def test_story_tells_who_waits_how_long_for_whom(scenario) -> None:
    assert sentences.story(made(scenario)) == [
        "server.py: accept blocks for 20 ms until client.py's connect and gives connection c1.",
        "client.py: connect gives connection c1.",
        "server.py: recv on c1 blocks for 310 ms until client.py's send and gets 5 bytes, “hello”.",
        "client.py: send on c1 hands over 5 bytes, “hello”.",
        "client.py: recv on c1 fails with EAGAIN, 1,204 times.",
        "server.py: send on c1 hands over 5 bytes, “HELLO”.",
        "client.py: recv on c1 gets 5 bytes, “HELLO”, after server.py's send.",
        "server.py: accept blocks until the end of the recording.",
    ]


def test_signal_that_ended_a_process_is_named(scenario) -> None:
    recorded = made(scenario, calls=[Call(0, "exit", None, 0.0, 0.0, text="SIGKILL")])
    (box,) = boxes(drawn(sequence.draw(recorded)))
    assert text_of(box) == "exit SIGKILL"
    assert sentences.story(recorded) == ["server.py: exit by SIGKILL."]


@pytest.mark.parametrize(
    "time", [(0.052, "0.1 ms"), (3.14, "3.1 ms"), (9.96, "10 ms"), (310.4, "310 ms"), (1234, "1.2 s")]
)
def test_duration_is_short(time) -> None:
    assert sentences.duration(time[0]) == time[1]

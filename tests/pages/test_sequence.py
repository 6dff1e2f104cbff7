"""The sequence diagram of a recorded run."""

import pytest

from support.scenarios import write
from support.svg import boxes, drawn, text_of
from support.timelines import made
from wouldblock.pages.picture import buffer_curves, layout, sequence
from wouldblock.timelines import claims, sentences
from wouldblock.timelines.model import Buffers, Call, Lane


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


def test_each_call_is_a_box_with_its_line(scenario) -> None:
    shown = boxes(drawn(sequence.draw(made(scenario))))
    assert [text_of(box) for box in shown] == [
        "accept waits 20 ms →\u00a0c1",
        "connect →\u00a0c1",
        "recv waits 310 ms “hello”",
        "send “hello”",
        "recv ×1,204 EAGAIN",
        "send “HELLO”",
        "recv “HELLO”",
        "accept waits\u00a0…",
    ]
    assert [box.get("data-line") for box in shown][:2] == ["server.py:5", "client.py:3"]
    assert [box.get("class") for box in shown] == [
        f"wb-{kind}" for kind in ["wait", "call", "wait", "call", "spin", "call", "call", "wait"]
    ]


def test_call_that_no_line_made_and_markup_in_a_text_are_no_trouble(scenario) -> None:
    recorded = made(scenario, calls=[Call(0, "send", None, 0.0, 0.1, on="c1", bytes=3, text="<&>")])
    (box,) = boxes(drawn(sequence.draw(recorded)))
    assert (box.get("data-line"), text_of(box)) == (None, "send “<&>”")


def test_of_several_calls_it_is_told_how_long_those_waited_that_did(scenario) -> None:
    send = Call(
        1, "send", 4, 0.0, 100.0, on="c1", bytes=9000, blocked=True, count=3, waits=[[10, 40], [40.5, 60.5], [80, 90]]
    )
    others = [Call(0, "accept", 5, 0.0, 0.1, on="c1"), Call(1, "connect", 3, 0.0, 0.1, on="c1")]
    recorded = made(scenario, calls=[*others, send], buffers=Buffers("c1", [[0, 0, 0], [100, 5, 5]]))
    assert sentences.story(recorded)[-1] == (
        "client.py: send on c1 blocks for 60 ms in all and hands over 9,000 bytes in 3 calls."
    )
    assert text_of(boxes(drawn(sequence.draw(recorded)))[-1]) == "send ×3 waits 60 ms 9,000 bytes"
    claim = claims.parse("blocks client.py: send")
    assert claims.check(claim, recorded, scenario) == "client.py waits in <code>send</code> for 60 ms in all"
    bars = drawn(buffer_curves.draw(recorded)).findall("g[@class='wb-wait']")
    assert len(bars) == 2  # no gap is to be seen between the first two


def test_many_lanes_get_their_names_and_a_child_its_arrow(scenario) -> None:
    lanes = [
        Lane("server.py", "server.py"),
        *(Lane(f"server.py, child {n}", "server.py", "child", 0) for n in (1, 2, 3, 4, 5, 6)),
    ]
    recorded = made(
        scenario, lanes=lanes, calls=[Call(0, "fork", 1, float(n), n + 0.1, starts=n) for n in (1, 2, 3, 4, 5, 6)]
    )
    svg = drawn(sequence.draw(recorded))
    assert [text.text for text in svg.findall("g[@class='wb-heads']/text")][-2:] == ["server.py", "child 6"]
    assert len(svg.findall("g[@class='wb-arrows']/path")) == 6


def test_wait_that_nothing_happens_in_is_drawn_as_tall_as_a_shorter_one_beside_much(scenario) -> None:
    busy = [Call(1, "send", 4, 2 + number, 2.5 + number, on="c1", bytes=1) for number in range(9)]
    calls = [
        Call(0, "recv", 7, 0, 12, on="c1", bytes=1, blocked=True),
        *busy,
        Call(0, "recv", 7, 20, 400, on="c1", bytes=1, blocked=True),
    ]
    first, *_, last = layout.arrange(made(scenario, calls=calls, buffers=None), 200).boxes
    assert first.height > 200
    assert last.height > first.height - 1


def test_what_a_page_speaks_of_stands_out(scenario) -> None:
    timeline = made(scenario)
    looks = [box.get("class") for box in boxes(drawn(sequence.draw(timeline, [timeline.calls[2]])))]
    assert [look for look in looks if "wb-point" in look] == ["wb-wait wb-point"]
    assert looks.index("wb-wait wb-point") == 2


def test_main_thread_of_a_process_with_others_is_called_one(scenario) -> None:
    lanes = [Lane("server.py", "server.py"), Lane("server.py, thread 1", "server.py", "thread", 0)]
    assert ">main thread<" in sequence.draw(made(scenario, lanes=lanes))
    assert ">main thread<" not in sequence.draw(made(scenario))

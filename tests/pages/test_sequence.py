"""A picture shows every call once, in the order of time, and its words tell the same."""

import gzip
import itertools
import re
from xml.etree import ElementTree

import pytest

from support.scenarios import write
from support.timelines import made
from wouldblock.pages import recorded_run
from wouldblock.pages.picture import buffer_curves, layout, sequence, steps
from wouldblock.project import DOCS, ROOT, ProjectError
from wouldblock.scenario.model import by_name
from wouldblock.timelines import claims, rows, sentences, statements
from wouldblock.timelines.files import load_timeline
from wouldblock.timelines.model import Buffers, Call, Lane

RECORDINGS = sorted((ROOT / "docs").glob("*/timelines/*.json"))
LIGHT = 15_000  # bytes of a picture on the wire


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 our own


def boxes(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return svg.findall("g[@class='wb-calls']/g")


def text_of(box: ElementTree.Element) -> str:
    return "".join(box.itertext())


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


def test_each_call_is_a_box_with_its_line(scenario) -> None:
    found = boxes(drawn(sequence.draw(made(scenario))))
    assert [text_of(box) for box in found] == [
        "accept waits 20 ms →\u00a0c1",
        "connect →\u00a0c1",
        "recv waits 310 ms “hello”",
        "send “hello”",
        "recv ×1,204 EAGAIN",
        "send “HELLO”",
        "recv “HELLO”",
        "accept waits\u00a0…",
    ]
    assert [box.get("data-line") for box in found][:2] == ["server.py:5", "client.py:3"]
    assert [box.get("class") for box in found] == [
        f"wb-{kind}" for kind in ["wait", "call", "wait", "call", "spin", "call", "call", "wait"]
    ]


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


def test_signal_that_ended_a_process_is_named(scenario) -> None:
    recorded = made(scenario, calls=[Call(0, "exit", None, 0.0, 0.0, text="SIGKILL")])
    (box,) = boxes(drawn(sequence.draw(recorded)))
    assert text_of(box) == "exit SIGKILL"
    assert sentences.story(recorded) == ["server.py: exit by SIGKILL."]


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


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("blocks server.py: recv", "server.py waits in <code>recv</code> for 310 ms"),
        ("blocks server.py: accept", "server.py waits in <code>accept</code> for 20 ms"),
        ("blocks server.py: recv until client.py send", "for 310 ms until client.py's send"),
        ("blocks server.py: recv at connection.recv(1024)", "waits in <code>recv</code>"),
        ("does not block client.py: send", "client.py never waits in <code>send</code>"),
        ("does not block client.py: recv at connection.recv", "client.py never waits in <code>recv</code>"),
    ],
)
def test_statement_that_the_recording_bears_out_is_its_caption(scenario, option, says) -> None:
    assert says in recorded_run.caption(made(scenario), scenario, [option])


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (
            "blocks client.py: send",
            "the page says that client.py's send blocks, but the recording shows that it does not",
        ),
        ("does not block server.py: recv", "server.py's recv does not block, but the recording shows that it does"),
        (
            "blocks server.py: recv until client.py close",
            "until client.py's close, but the recording shows no such arrow",
        ),
        ("blocks server.py: accept until server.py connect", "but the recording shows no such arrow"),
        ("blocks client.py: select", "the page speaks of client.py's select, but the recording shows no such call"),
        (
            "blocks client.py: wait for event",
            "the page speaks of client.py's wait for event, but the recording shows no such call",
        ),
        ("blocks peer.py: recv", "no lane of the recording is called 'peer.py'; there are client.py, server.py"),
        ("blocks server.py: recv at nowhere", "no line shown contains 'nowhere'"),
        (
            "blocks server.py: recv at import socket",
            "the page speaks of server.py's recv at 'import socket', but the recording shows no such call",
        ),
        (
            "waits server.py: recv",
            "is not of the form 'blocks client.py: send until server.py recv at text of the line'",
        ),
        ("elsewhere: recv() waits", "a picture needs at least one statement about who waits"),
    ],
)
def test_statement_that_the_recording_does_not_bear_out_is_told(scenario, option, sentence) -> None:
    with pytest.raises(ProjectError, match=re.escape(sentence)) as error:
        recorded_run.caption(made(scenario), scenario, [option])
    if "but the recording shows" in sentence:
        assert str(error.value).endswith("or record again with: nox -s record -- chapter/name")


@pytest.mark.parametrize(
    ("text", "elsewhere", "sentence"),
    [
        ("`recv()` waits for bytes, and the server waits in `accept()`.", [], ""),
        ("`send()` does not wait, and the other `send()` call never blocked.", [], ""),
        ("Here `sendall()` waits.", [], "says 'sendall() waits', but no recording on the page shows a send that waits"),
        ("Here `connection.send()` still blocks.", [], "a send that waits"),
        ("The client was stuck in `socket.connect()`.", [], "a connect that waits"),
        ("The server never waits in `accept()`.", [], "shows an accept that does not wait"),
        ("`accept()` does\nnot block.", [], "an accept that does not wait"),
        ("No `send()` blocked, and no `accept()` waits.", [], "says 'no accept() waits'"),
        ("A `recvfrom()` waits.", [], "write 'elsewhere: recvfrom() waits' below '::: picture'"),
        ("A `recvfrom()` waits.", ["recvfrom() waits"], ""),
        ("`recv()` waits.", ["recvfrom() waits"], "delete the line 'elsewhere: recvfrom() waits'"),
        ("`send()` would wait, may block, and can wait.", [], ""),
        ('??? question "Predict: why?"\n\n    - `send()` waits.\n    - `accept()` never waits.\n\n', [], ""),
    ],
)
def test_statement_in_the_text_has_to_agree_with_a_recording(scenario, text, elsewhere, sentence) -> None:
    found = "\n".join(statements.contradictions(text, [made(scenario)], elsewhere))
    assert sentence in found
    assert bool(sentence) == bool(found)


def test_chart_of_buffers_shows_who_holds_how_much_and_who_waits_meanwhile(scenario) -> None:
    recorded = made(scenario)
    svg = drawn(buffer_curves.draw(recorded))
    assert "server.py waits in recv" in [text.text for text in svg.findall("text")]
    assert "At 100 ms, client.py's end keeps 2 MB, and server.py's 500 kB unread." in buffer_curves.story(recorded)


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


def test_steps_tell_when_a_wait_ends_and_what_is_under_way(scenario) -> None:
    calls = made(scenario).calls
    told = steps.told(made(scenario, calls=[*calls[:4], calls[5]]))
    assert told == "0 1 0- 2 3 c1=5 2- c1=0 4 c1=5"


@pytest.mark.parametrize(("size", "above"), [(0.9, 1), (3, 5), (99, 100), (125_000, 200_000), (2_100_000, 2_500_000)])
def test_scale_ends_at_a_round_number_that_is_not_below(size, above) -> None:
    assert buffer_curves.nice(size) == above


@pytest.mark.parametrize(
    "time", [(0.052, "0.1 ms"), (3.14, "3.1 ms"), (9.96, "10 ms"), (310.4, "310 ms"), (1234, "1.2 s")]
)
def test_duration_is_short(time) -> None:
    assert sentences.duration(time[0]) == time[1]


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: f"{file.parts[-3]}/{file.stem}")
class TestOfEveryRecording:
    """Of each timeline that is kept."""

    def test_picture_is_light_and_has_each_call(self, file) -> None:
        recorded = load_timeline(file)
        assert len(recorded.lanes) <= 6, "more lanes can't be read side by side"
        svg = sequence.draw(recorded)
        assert len(boxes(drawn(svg))) == len(recorded.calls) == len(sentences.story(recorded))
        assert len(gzip.compress(svg.encode(), 6)) < LIGHT
        assert not recorded.buffers or len(gzip.compress(buffer_curves.draw(recorded).encode(), 6)) < LIGHT

    def test_list_tells_each_wait(self, file) -> None:
        recorded = load_timeline(file)
        for call, sentence in zip(recorded.calls, sentences.story(recorded), strict=True):
            assert (" blocks " in sentence or "sleeps for" in sentence) == call.blocked, sentence

    def test_calls_of_a_lane_stand_below_one_another_and_arrows_never_lead_up(self, file) -> None:
        arranged = layout.arrange(rows.merged(load_timeline(file)), 200)
        bottom: dict[int, float] = {}
        for box in arranged.boxes:
            assert box.top >= bottom.get(box.call.lane, 0)
            assert box.bottom - box.top >= box.least - 0.01
            bottom[box.call.lane] = box.bottom
            if box.call.woken_by is not None:
                assert box.into >= arranged.boxes[box.call.woken_by].out, box.call

    def test_longer_wait_is_never_drawn_shorter(self, file) -> None:
        recorded = rows.merged(load_timeline(file))
        _, width = sequence.WIDTHS.get(len(recorded.lanes), sequence.MANY)
        boxes = layout.arrange(recorded, width - 2 * layout.PAD).boxes
        waits = [box for box in boxes if box.call.blocked and box.call.end is not None]
        waits.sort(key=lambda box: sentences.took(recorded, box.call))
        for shorter, longer in itertools.pairwise(waits):
            assert shorter.height < longer.height + 1, (shorter.call, longer.call)

    def test_steps_take_no_byte_before_it_was_sent(self, file) -> None:
        recorded = rows.merged(load_timeline(file))
        told = steps.told(recorded).split()
        assert sorted(int(step) for step in told if step.isdecimal()) == list(range(len(recorded.calls)))
        assert not [step for step in told if "=-" in step]

    def test_words_fit_into_their_boxes(self, file) -> None:
        recorded = load_timeline(file)
        _, width = sequence.WIDTHS.get(len(recorded.lanes), sequence.MANY)
        for box in layout.arrange(recorded, width - 2 * layout.PAD).boxes:
            room = width - 2 * layout.PAD - (layout.EDGE if layout.look(box.call) in layout.EDGED else 0)
            assert max(map(len, box.lines + box.result)) * layout.LETTER <= room, box.lines

    def test_it_is_of_the_programs_as_they_are(self, file) -> None:
        recorded = load_timeline(file)
        recorded_run.recording(by_name(recorded.scenario), DOCS)

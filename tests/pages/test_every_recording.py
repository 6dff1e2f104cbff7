"""Of each recording that is kept: its picture, its words and its steps."""

import gzip
import itertools

import pytest

from support.svg import boxes, drawn, lines_of
from wouldblock.pages import recorded_run
from wouldblock.pages.picture import buffer_curves, layout, on_paper, sequence, steps
from wouldblock.project import DOCS, ROOT
from wouldblock.scenario.model import by_name
from wouldblock.timelines import rows, sentences
from wouldblock.timelines.files import load_timeline

RECORDINGS = sorted((ROOT / "docs").glob("*/timelines/*.json"))
LIGHT = 15_000  # bytes of a picture on the wire


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
        waits.sort(key=lambda box: recorded.took(box.call))
        for shorter, longer in itertools.pairwise(waits):
            assert shorter.height < longer.height + 1, (shorter.call, longer.call)

    def test_wait_of_twice_the_time_is_visibly_taller(self, file) -> None:
        recorded = rows.merged(load_timeline(file))
        waits = [box for box in layout.arrange(recorded, 200).boxes if box.call.blocked and box.call.end is not None]
        for shorter, longer in itertools.permutations(waits, 2):
            if recorded.took(longer.call) >= 2 * max(recorded.took(shorter.call), 1):
                assert longer.height > shorter.height + 10, (shorter.call, longer.call)

    def test_no_arrow_strikes_out_words(self, file) -> None:
        svg = drawn(sequence.draw(rows.merged(load_timeline(file))))
        words = [lines for text in svg.findall(".//g[@class='wb-calls']/g/text") for lines in lines_of(text)]
        for path in svg.findall(".//g[@class='wb-arrows']/path"):
            *pieces, _ = path.get("d").removeprefix("M").split("M")
            for (x1, y1), (x2, y2) in ([map(float, point.split()) for point in piece.split("L")] for piece in pieces):
                for part in range(101):
                    x, y = x1 + (x2 - x1) * part / 100, y1 + (y2 - y1) * part / 100
                    struck = [
                        said for said, left, base in words if left < x < left + 7 * len(said) and base - 9 < y < base
                    ]
                    assert not struck, path.attrib

    def test_tall_picture_is_printed_in_parts_that_cut_no_words(self, file) -> None:
        recorded = rows.merged(load_timeline(file))
        svg, shown, parts = drawn(sequence.draw(recorded)), sequence.sheet(recorded), on_paper.draw(recorded)
        assert bool(parts) == (shown.height > 1150)
        if not parts:
            return
        names = 14 + layout.LINE * len(shown.names[0])
        tops, bottom = [], 0.0
        for number, part in enumerate(drawn(parts)):
            _, top, _, height = map(float, part.get("viewBox").split())
            tops.append(top + (names if number else 0))
            assert tops[-1] == bottom, "nothing is left out"
            bottom = top + height
            assert height * min(1, 680 / shown.width) < 1000, "a part is not higher than a page"
            assert part.find("use").get("href") == f"#{svg.find('g').get('id')}"
        assert bottom == shown.height
        words = [line for text in svg.findall(".//g[@class='wb-calls']/g/text") for line in lines_of(text)]
        assert not [said for said, _, base in words for top in tops[1:] if base - 9 < top < base + 2]

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

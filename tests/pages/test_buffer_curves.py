"""The curves of the bytes under way, and who waits meanwhile."""

import pytest

from support.scenarios import write
from support.svg import drawn
from support.timelines import made
from wouldblock.pages.picture import buffer_curves


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


def test_chart_of_buffers_shows_who_holds_how_much_and_who_waits_meanwhile(scenario) -> None:
    recorded = made(scenario)
    svg = drawn(buffer_curves.draw(recorded))
    assert "server.py waits in recv" in [text.text for text in svg.findall("text")]
    assert "At 100 ms, client.py's end keeps 2 MB, and server.py's 500 kB unread." in buffer_curves.story(recorded)


@pytest.mark.parametrize(("size", "above"), [(0.9, 1), (3, 5), (99, 100), (125_000, 200_000), (2_100_000, 2_500_000)])
def test_scale_ends_at_a_round_number_that_is_not_below(size, above) -> None:
    assert buffer_curves.nice(size) == above

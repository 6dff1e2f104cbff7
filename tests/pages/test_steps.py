"""The steps by which a recorded run is played."""

import pytest

from support.scenarios import write
from support.timelines import made
from wouldblock.pages.picture import steps


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


def test_steps_tell_when_a_wait_ends_and_what_is_under_way(scenario) -> None:
    calls = made(scenario).calls
    told = steps.told(made(scenario, calls=[*calls[:4], calls[5]]))
    assert told == "0 1 0- 2 3 c1=5 2- c1=0 4 c1=5"

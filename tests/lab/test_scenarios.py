"""Every scenario that the machine can run, by the button of its page, prints what its file shows."""

import pytest
from playwright.sync_api import Page

from lab import cards
from wouldblock.pages import run_card
from wouldblock.project import HERE
from wouldblock.scenario.model import Scenario, find

PATIENCE = 5  # times the limit that a scenario has for one thing: the machine is slower, and may be busy


@pytest.mark.parametrize("scenario", find(), ids=lambda scenario: scenario.name)
def test_what_is_shown_is_printed(scenario: Scenario, page: Page, address: str, request):
    lab = run_card.listed(HERE)
    if reason := run_card.reason_not_there(scenario, lab["about"]["python"]):
        assert scenario.name not in cards.pages()
        pytest.skip(reason)
    for _ in range(request.config.getoption("repeats")):
        terminals, card = cards.run(page, address, scenario, PATIENCE * scenario.time_limit)
        problems = cards.problems(scenario, terminals)
        cards.times[scenario.name] = int(card.get_attribute("data-ran") or 0), not problems
        assert not problems, "\n".join([*problems, card.inner_text()])
        assert card.get_attribute("data-state") == "fine", card.inner_text()

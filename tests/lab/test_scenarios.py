"""Every scenario that the machine can run, by the button of its page, prints what its file shows."""

import statistics

import pytest
from playwright.sync_api import Page

from lab import cards, firefox
from wouldblock.pages import run_card
from wouldblock.project import HERE
from wouldblock.scenario.model import Scenario, find

PATIENCE = (
    10  # times the limit that a scenario has for one thing: the machine is slower, and so are two at once on a busy one
)
FINER_THAN_FIREFOX = {
    "connections/round_trip"
}  # compares single answers, and between whole milliseconds time is an estimate
every_scenario = pytest.mark.parametrize("scenario", find(), ids=lambda scenario: scenario.name)


@every_scenario
def test_what_is_shown_is_printed(scenario: Scenario, page: Page, address: str, request, record_property) -> None:
    skip_what_can_not_run(scenario)
    times, problems = [], []
    for _ in range(request.config.getoption("repeats")):
        terminals, card = cards.run(page, address, scenario, PATIENCE * scenario.time_limit)
        times.append(int(card.get_attribute("data-ran") or 0))
        if wrong := cards.problems(scenario, terminals):
            problems.append("\n".join([*wrong, card.inner_text()]))
        elif (state := card.get_attribute("data-state")) != "fine":
            problems.append(f"the card is {state}, though all is as shown:\n{card.inner_text()}")
    record_property("Chromium", entry(scenario, times, problems))
    assert not problems, "\n\n".join(problems)


@every_scenario
def test_what_is_shown_is_printed_in_firefox(
    scenario: Scenario, fox: firefox.Firefox, address: str, request, record_property
) -> None:
    skip_what_can_not_run(scenario)
    if scenario.name in FINER_THAN_FIREFOX:
        pytest.skip(f"{scenario.name} measures less than a millisecond, which Firefox does not tell a page")
    times, problems = [], []
    for _ in range(request.config.getoption("repeats")):
        card = cards.run_in_firefox(fox, address, scenario, PATIENCE * scenario.time_limit)
        times.append(card["ran"])
        if wrong := cards.problems(scenario, card["terminals"]):
            problems.append("\n".join([*wrong, card["text"]]))
    record_property("Firefox", entry(scenario, times, problems))
    assert not problems, "\n\n".join(problems)


def skip_what_can_not_run(scenario: Scenario) -> None:
    lab = run_card.listed(HERE)
    if reason := run_card.reason_not_there(scenario, lab["about"]["python"]):
        assert scenario.name not in cards.pages()
        pytest.skip(reason)


def entry(scenario: Scenario, times: list[int], problems: list[str]) -> dict:
    """What the last line, and the record, need of a scenario; `milliseconds` are those of a middle run, from the start to the last line."""
    return {
        "scenario": scenario.name,
        "milliseconds": round(statistics.median(times)),
        "runs": len(times),
        "as shown": not problems,
    }

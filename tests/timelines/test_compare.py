"""Two timelines are compared by what every run has in common, and what is luck has to be declared."""

from dataclasses import replace

import pytest

from support.scenarios import CLIENT, SERVER, write
from support.timelines import made
from wouldblock.timelines.compare import (
    MANY,
    SOME,
    Item,
    advice,
    apart_from_waits,
    by_connection,
    collapsed,
    differences,
    normalized,
)
from wouldblock.timelines.model import BULK


@pytest.fixture
def scenario(tmp_path):
    """The programs of the timeline that is made by hand."""
    return write(tmp_path, server=SERVER, client=CLIENT)


def item(call: str = "recv", outcome: int | str = 5, waited: str = "", on: str | None = "c1", line: int = 7) -> Item:
    return Item(call, line, on, outcome, waited, "")


def test_row_of_equal_items_is_one_with_the_sum_of_its_bytes() -> None:
    assert collapsed([item(outcome=5), item(outcome=6, waited="waited"), item(outcome=0)]) == [
        item(outcome=11, waited="waited"),
        item(outcome=0),
    ]


@pytest.mark.parametrize(("outcomes", "merged"), [((BULK - 1, 1), MANY), ((1, 2), 3), ((SOME, SOME), SOME)])
def test_large_sum_is_not_compared(outcomes, merged) -> None:
    assert [each.outcome for each in collapsed([item(outcome=outcome) for outcome in outcomes])] == [merged]


def test_items_of_other_lines_connections_and_outcomes_stay_apart() -> None:
    items = [item(), item(line=8), item(on="c2"), item(outcome="EAGAIN"), item(outcome=0), item(call="send")]
    assert collapsed(items) == items


def test_sorted_by_connection_only_the_order_in_each_one_counts() -> None:
    items = [item(on="c2"), item("select", "", "waited", "c1, c2"), item(on="c1"), item("close", "", on="c2")]
    turned = [items[1], items[2], items[0], items[3]]
    assert by_connection(items) == by_connection(turned)
    assert by_connection(items) != by_connection([items[3], *items[:3]])


def test_item_is_shown_in_words() -> None:
    assert str(item(waited="waited")) == "line 7: recv on c1 5 bytes waited"
    assert str(Item("exit", None, None, "", "", "")) == "exit"


def test_wait_and_lock_are_no_difference_of_order() -> None:
    waits, is_free = [item(waited="waited"), item("acquire", "")], [item()]
    assert apart_from_waits(waits) == apart_from_waits(is_free)  # a lock that was free leaves no trace
    assert apart_from_waits(waits) != apart_from_waits([item(outcome=6)])


def test_times_are_not_compared_nor_the_size_of_a_text_with_a_number(scenario) -> None:
    old = made(scenario)
    slower = made(scenario, calls=[replace(call, start=call.start * 3) for call in old.calls])
    assert differences(old, slower, scenario) == []
    numbered = made(scenario, calls=[replace(call, text="worker 7") if call.text else call for call in old.calls])
    outcomes = {each.outcome for items in normalized(numbered, scenario).values() for each in items}
    assert SOME in outcomes and 5 not in outcomes


def test_advice_says_what_to_declare(scenario) -> None:
    old = made(scenario)
    lucky = [replace(call, blocked=False) if call.line == 7 else call for call in old.calls]
    assert advice(old, made(scenario, calls=lucky), scenario).startswith(
        "\nor, if that wait is luck, declare it: picture = { may-wait = ['server.py: "
    )
    fewer = [replace(call, woken_by=None) for call in old.calls if call.call != "send"]
    assert advice(old, made(scenario, calls=fewer), scenario) == (
        '\nor, if that order is luck, declare it: picture = { any-order = ["server.py"] }'
    )
    assert advice(old, old, scenario) == ""

"""Runs a scenario as a reader does: on its page, by its button; and tells what the terminals show then."""

import json
import re
from dataclasses import dataclass, field
from functools import cache

from playwright.sync_api import Locator, Page, expect

from lab.firefox import Firefox
from support.served import SITE
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import is_server, shown_output

RESTS = re.compile("rests|fine|differs|stopped")
ENDED = re.compile("fine|differs|stopped")
SIGINT = -2
READ = """terminal => ({
    command: terminal.querySelector(".wb-lab-command code").textContent, status: terminal.dataset.status,
    lines: [...terminal.querySelectorAll("li:not(.wb-lab-told) > code")].map(code => [Number(code.parentElement.dataset.line ?? 0), code.textContent]),
})"""
# Waits for the end of a run, presses Ctrl-C for the servers that wait for more, and tells what the card shows.
FOLLOW = (
    """async (number, patience) => {
    const card = () => document.querySelectorAll(".wb-scenario:has([data-run], .wb-lab)")[number].querySelector(".wb-lab");
    const until = async (states) => {
        for (const end = Date.now() + patience; Date.now() < end; await new Promise(done => setTimeout(done, 20)))
            if (states.includes(card()?.dataset.state)) return;
    };
    await until(["rests", "fine", "differs", "stopped"]);
    if (card().dataset.state === "rests") {
        for (const key of card().querySelectorAll(".wb-lab-terminal:not([data-status]) .wb-lab-command button")) key.click();
        await until(["fine", "differs", "stopped"]);
    }
    const read = """
    + READ
    + """;
    const { state, ran } = card().dataset;
    return { state, ran: Number(ran ?? 0), text: card().innerText, terminals: [...card().querySelectorAll(".wb-lab-terminal")].map(read) };
}"""
)


@dataclass
class Shown:
    """What a terminal showed at the end: {line of a print: [text, …]}, what came without one, and the exit status."""

    name: str
    prints: dict[int, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    status: int | None = None


@cache
def pages() -> dict[str, tuple[str, int]]:
    """Of each scenario that has a button: its page, and the place of the button among those of the page."""
    places: dict[str, tuple[str, int]] = {}
    for page in sorted(SITE.rglob("*.html")):
        cards = re.split(r'<div class="wb-scenario[ "]', page.read_text("utf-8"))[1:]
        buttons = [card for card in cards if 'class="wb-lab-run ' in card]
        for number, card in enumerate(buttons):
            program = re.search(r'data-program="(\w+/\w+)', card)[1]
            places.setdefault(program, (page.relative_to(SITE).as_posix(), number))
    return places


def press(page: Page, address: str, scenario: str) -> Locator:
    """Open the page of a scenario and press its button; gives the card."""
    name, number = pages()[scenario]
    page.goto(f"{address}/{name}")
    button = page.locator(".wb-lab-run").nth(number)
    holder = page.locator(".wb-scenario").filter(has=page.locator("[data-run], .wb-lab")).nth(number)
    button.click()
    return holder.locator(".wb-lab")


def run(page: Page, address: str, scenario: Scenario, patience: float) -> tuple[list[Shown], Locator]:
    """Run a scenario to its end, with Ctrl-C for the servers that wait for more."""
    card = press(page, address, scenario.name)
    expect(card).to_have_attribute("data-state", RESTS, timeout=patience * 1000)
    while card.get_attribute("data-state") == "rests":
        keys = card.locator(".wb-lab-terminal:not([data-status]) .wb-lab-command button:enabled")
        for key in keys.all():
            key.click()
        expect(card).to_have_attribute("data-state", ENDED, timeout=patience * 1000)
    return [read(terminal) for terminal in card.locator(".wb-lab-terminal").all()], card


def run_edited(page: Page, card: Locator, program: str) -> None:
    """Put another program in place of the page's, and press Run."""
    if not page.locator(".wb-lab-editor").count():
        card.get_by_role("button", name="Edit").click()
    page.locator(".wb-lab-editor").first.fill(program)
    button = card.get_by_role("button", name="Run what is edited")
    expect(button).to_be_enabled(timeout=60_000)
    button.click()


def run_in_firefox(fox: Firefox, address: str, scenario: Scenario, patience: float) -> dict:
    """The same in Firefox; gives what the card shows."""
    name, number = pages()[scenario.name]
    fox.goto(f"{address}/{name}")
    fox.click(".wb-lab-run", number)
    card = fox.evaluate(FOLLOW, number, patience * 1000)
    return {**card, "terminals": [shown_in(each) for each in card["terminals"]]}


def read(terminal: Locator) -> Shown:
    return shown_in(terminal.evaluate(READ))


def shown_in(told: dict) -> Shown:
    """What READ has told of a terminal."""
    status = told.get("status")
    shown = Shown(told["command"].rpartition(" ")[2], status=None if status is None else int(status))
    for line, text in told["lines"]:
        if line:
            shown.prints.setdefault(line, []).append(text.rstrip())
        else:
            shown.others.append(text)
    return shown


def problems(scenario: Scenario, terminals: list[Shown]) -> list[str]:
    """Every way in which a run is not as shown, by the rules of tests/support/proof.py and the runner."""
    sentences = []
    started = [name for group in scenario.start for name in group]
    if (names := [shown.name for shown in terminals]) != started:
        sentences.append(f"started {names}, not {started}")
    for shown in terminals:
        expected = shown_output(scenario.folder / shown.name)
        for line in sorted(expected.keys() | shown.prints.keys()):
            wanted, printed = (
                [scenario.mask(text) for text in texts.get(line, [])] for texts in (expected, shown.prints)
            )
            if "any-order" in scenario.output:
                wanted.sort(), printed.sort()
            if wanted != printed:
                sentences.append(f"{shown.name}:{line} printed {json.dumps(printed)}, not {json.dumps(wanted)}")
        if shown.others:
            sentences.append(f"{shown.name} wrote besides: {' | '.join(shown.others)}")
        allowed = {0, SIGINT} if is_server(shown.name) else {0}
        if shown.status not in ({scenario.exit[shown.name]} if shown.name in scenario.exit else allowed):
            sentences.append(f"{shown.name} ended with {shown.status}")
    return sentences

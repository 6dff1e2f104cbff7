"""What a reader changes, stops or breaks ends in a sentence and a usable page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from lab import cards

SCENARIO = "blocking/three_modes"  # of one program
SECONDS = 1000
ENDLESS = "while True:\n    pass\n"
PATIENCE = """async ([folder, program, limit]) => {
    const { Computer } = await import(new URL("computer.js", folder));
    const computer = new Computer(new URL(folder), "plain", { loaded() {}, failed(sentence) { throw new Error(sentence); } });
    await computer.ready;
    const kind = await new Promise((done) => computer.run({ start: [["a.py"]], files: { "a.py": program }, limit }, ({ kind }) => {
        if (["hung", "end"].includes(kind)) done(kind);
    }));
    computer.end();
    return kind;
}"""


@pytest.fixture
def card(page: Page, address: str) -> Iterator[Locator]:
    """A scenario that has run; what is kept of edited programs is gone afterwards."""
    card = cards.press(page, address, SCENARIO)
    expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)
    yield card
    page.evaluate("localStorage.clear()")


def runs_again(card: Locator) -> None:
    """The programs of the page run as shown."""
    card.get_by_role("button", name="Reset").click()
    card.get_by_role("button", name="Run again").click()
    expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)


def test_an_edited_program_runs_and_is_kept_and_can_be_reset(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, 'import sys\nprint("edited", 6 * 7)\nprint("told", file=sys.stderr)\n')
    expect(card.locator(".wb-lab-not-as-shown code")).to_have_text("edited 42", timeout=60 * SECONDS)
    expect(card.locator(".wb-lab-error code")).to_have_text("told")
    expect(card).to_have_attribute("data-state", "differs")
    page.reload()
    page.locator(".wb-lab-run").first.click()
    expect(page.locator(".wb-lab-editor")).to_have_value(re.compile("6 . 7"))
    expect(card.locator(".wb-lab-not-as-shown code")).to_have_text("edited 42", timeout=60 * SECONDS)
    runs_again(card)


def test_an_error_is_shown_with_its_traceback(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, "def divide(by):\n    return 1 / by\n\ndivide(0)\n")
    expect(card).to_have_attribute("data-state", "differs", timeout=60 * SECONDS)
    lines = card.locator(".wb-lab-error code").all_text_contents()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert any(line.endswith("line 2, in divide") for line in lines)
    assert not any("zygote" in line for line in lines)
    expect(card.locator(".wb-lab-bad")).to_have_text("exit status 1")
    runs_again(card)


def test_an_endless_program_is_seen_and_can_be_stopped(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, ENDLESS)
    expect(card.locator(".wb-lab-work")).to_contain_text("works", timeout=60 * SECONDS)
    card.get_by_role("button", name="Stop").click()
    expect(card.locator(".wb-lab-status")).to_have_text(re.compile("^Stopped"))
    runs_again(card)


def test_ctrl_c_ends_a_program(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, ENDLESS)
    expect(card.locator(".wb-lab-work")).to_contain_text("works", timeout=60 * SECONDS)
    card.get_by_role("button", name="Ctrl-C").click()
    expect(card.locator(".wb-lab-told").last).to_have_text("ended by SIGINT", timeout=60 * SECONDS)
    runs_again(card)


def test_a_program_that_prints_without_end_is_killed(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, 'while True:\n    print("again " * 10)\n')
    expect(card.locator(".wb-lab-lines")).to_contain_text("more than this page keeps", timeout=120 * SECONDS)
    expect(card.locator(".wb-lab-told").last).to_have_text("ended by SIGKILL", timeout=60 * SECONDS)
    runs_again(card)


def test_a_program_that_fills_the_memory_is_killed(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, 'taken = []\nwhile True:\n    taken.append(b"x" * 1_000_000)\n')
    expect(card.locator(".wb-lab-told").last).to_have_text("ended by SIGKILL", timeout=120 * SECONDS)
    runs_again(card)


def test_a_program_that_forks_without_end_can_be_stopped(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, "import os\nwhile True:\n    os.fork()\n")
    page.wait_for_timeout(10 * SECONDS)
    stop = card.get_by_role("button", name="Stop")
    if stop.is_enabled():  # else the machine has found an end of its own
        stop.click()
    expect(card).to_have_attribute("data-state", re.compile("stopped|differs"), timeout=60 * SECONDS)
    runs_again(card)


def test_a_machine_that_is_crashed_is_given_up(page: Page, card: Locator) -> None:
    cards.run_edited(page, card, "import ctypes\nctypes.CDLL(None).reboot(0x01234567)\n")
    expect(card).to_have_attribute("data-state", "stopped", timeout=120 * SECONDS)
    expect(card.locator(".wb-lab-status")).to_contain_text("does not")
    runs_again(card)


def test_who_waits_is_shown_with_call_and_line(page: Page, card: Locator) -> None:
    program = """import socket, threading, time
a, b = socket.socketpair()
threading.Thread(target=lambda: b.recv(1), daemon=True).start()
listener = socket.create_server(("127.0.0.1", 5555))
client = socket.create_connection(("127.0.0.1", 5555))
connection, _ = listener.accept()
client.send(bytes(1000))
connection.recv(1)
time.sleep(100)
"""
    cards.run_edited(page, card, program)
    waits = card.locator(".wb-lab-wait")
    expect(waits).to_have_count(2, timeout=60 * SECONDS)
    expect(waits.first).to_have_text("waits in sleep, line 9: time.sleep(100)")
    expect(waits.last).to_contain_text("waits in recv, line 3: ")
    buffers = card.locator(".wb-lab-buffers")
    expect(buffers).to_contain_text("port 5555 listens; no connection waits to be accepted")
    expect(buffers).to_contain_text("999 bytes unread")
    card.get_by_role("button", name="Stop").click()


@pytest.mark.parametrize(
    ("program", "ends"),
    [("import time\ntime.sleep(60)\n", "hung"), ("while True:\n    pass\n", "hung"), ("print(1)\n", "end")],
    ids=["sleeps", "works", "ends"],
)
def test_patience_ends_with_what_neither_ends_nor_listens(page: Page, address: str, program: str, ends: str) -> None:
    page.goto(f"{address}/{cards.pages()[SCENARIO][0]}")
    assert page.evaluate(PATIENCE, [f"{address}/assets/lab/", program, 3 * SECONDS]) == ends

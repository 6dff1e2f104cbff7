"""What the machine costs a reader: bytes, time, memory. With `--record` the page "How it runs here" gets these figures."""

import datetime
import platform
import re
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab import cards
from wouldblock.pages import run_card
from wouldblock.project import HERE

SECONDS = 1000
ROUNDS = 5
MEGABYTE = 1_000_000
ECHO = "connections/echo_once"
SLEEPERS = "import socket, threading\nlistener = socket.create_server(('127.0.0.1', 5555))\nfor _ in range(3):\n    threading.Thread(target=listener.accept, daemon=True).start()\nlistener.accept()\n"
COUNT = """async ([folder, program, looks, span]) => {
    const { Computer } = await import(new URL("computer.js", folder));
    const computer = new Computer(new URL(folder), "plain", { loaded() {}, failed(sentence) { throw new Error(sentence); } });
    await computer.ready;
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    let seen = 0;
    computer.run({ start: [["server.py"]], files: { "server.py": program }, looks, limit: 60000 }, ({ kind }) => { seen += kind === "look"; });
    await wait(3000);
    const before = (await computer.measure()).instructions, began = performance.now();
    await wait(span);
    const after = (await computer.measure()).instructions, took = performance.now() - began;
    computer.end();
    return { instructions: after - before, took, seen };
}"""


def private_memory(browser: Browser, page: Page) -> float:
    """Megabytes that belong to the renderer of a page alone."""
    page.evaluate("document.title")
    session = browser.new_browser_cdp_session()
    renderers = [
        each["id"] for each in session.send("SystemInfo.getProcessInfo")["processInfo"] if each["type"] == "renderer"
    ]
    sizes = []
    for process in renderers:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        sizes.append(sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB", rollup, re.MULTILINE))) * 1024 / MEGABYTE)
    return max(sizes)


def test_bytes_times_and_memory(browser: Browser, address: str) -> None:
    if browser.browser_type.name != "chromium":
        pytest.skip("the figures are Chromium's")
    lab = run_card.listed(HERE)
    cold, warm, echo, rest, peak = [], [], [], [], []
    for _ in range(ROUNDS):
        with browser.new_context() as context:
            page = context.new_page()
            for times in (cold, warm):
                card = cards.press(page, address, ECHO)
                expect(card).to_have_attribute("data-state", cards.RESTS, timeout=120 * SECONDS)
                times.append(int(card.get_attribute("data-ready")))
            page.wait_for_timeout(1 * SECONDS)
            peak.append(private_memory(browser, page))
            expect(card).to_have_attribute("data-state", "fine", timeout=60 * SECONDS)
            page.wait_for_timeout(3 * SECONDS)  # a clean machine is made meanwhile
            rest.append(private_memory(browser, page))
            card.get_by_role("button", name="Run again").click()
            expect(card).to_have_attribute("data-state", cards.RESTS, timeout=60 * SECONDS)
            echo.append(int(card.get_attribute("data-ran")))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/{cards.pages()[ECHO][0]}")
        folder = f"{address}/assets/lab/"
        looking, blind = (page.evaluate(COUNT, [folder, SLEEPERS, looks, 4 * SECONDS]) for looks in (50, 0))
        busy = page.evaluate(COUNT, [folder, "while True:\n    pass\n", 0, 2 * SECONDS])
    per_look = (looking["instructions"] - blind["instructions"]) / (looking["took"] / 50)
    speed = busy["instructions"] / busy["took"]  # instructions a millisecond
    figures = {
        "recorded": {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "system": f"{platform.system()} {platform.release().split('-')[0]}",
            "browser": f"Chromium {browser.version.split('.')[0]}",
        },
        "machine": lab["about"],
        "bytes": {name: file["bytes"] for name, file in lab["files"].items()},
        "ready": {"cold": statistics.median(cold), "warm": statistics.median(warm)},
        "echo": statistics.median(echo),
        "memory": {"rest": round(statistics.median(rest)), "running": round(statistics.median(peak))},
        "look": {"instructions": round(per_look), "milliseconds": round(per_look / speed, 2)},
        "speed": round(speed / 1000),
    }
    cards.figures.update(figures)
    print(figures)
    assert lab["bytes"] < 14 * MEGABYTE
    assert figures["look"]["milliseconds"] < 5

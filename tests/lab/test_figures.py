"""What the machine costs a reader: bytes, time, memory. With `--record` the page "How it runs here" gets these figures."""

import datetime
import platform
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from lab import cards
from wouldblock.pages import run_card
from wouldblock.project import HERE, SNIPPETS

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
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    sizes = [0.0]
    for process in processes:
        rollup = Path(f"/proc/{process['id']}/smaps_rollup")
        if process["type"] == "renderer" and rollup.is_file():
            kilobytes = re.findall(r"^Private_\w+: +(\d+) kB", rollup.read_text(), re.MULTILINE)
            sizes.append(sum(map(int, kilobytes)) * 1024 / MEGABYTE)
    return max(sizes)


def highest_memory(browser: Browser, page: Page, span: float) -> float:
    """The largest of many looks within so many seconds."""
    end, highest = time.monotonic() + span, 0.0
    while time.monotonic() < end:
        highest = max(highest, private_memory(browser, page))
    return highest


def time_on_this_host(scenario: str) -> float:
    """Milliseconds that a server, which says at once that it listens, and its client take here, to the end of both."""
    folder, began = SNIPPETS / scenario, time.monotonic()
    command = [sys.executable, "-u", "server.py"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        subprocess.run([sys.executable, "client.py"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
        server.communicate(timeout=20)
    assert server.returncode == 0
    return 1000 * (time.monotonic() - began)


def visits(browser: Browser, address: str) -> dict[str, list[float]]:
    """What several readers see who come for the first time, come again, run again, and leave."""
    seen: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for look in (times, memory):  # not at once: who looks at the memory all the time takes time from the page
            with browser.new_context() as context:
                for name, value in look(browser, context.new_page(), address):
                    seen[name].append(value)
    seen["host"] = [time_on_this_host(ECHO) for _ in range(ROUNDS)]
    return seen


def times(_: Browser, page: Page, address: str) -> Iterator[tuple[str, float]]:
    """Milliseconds from the press to a machine that is ready, and what a run takes from then on."""
    for visit in ("cold", "warm"):
        card = cards.press(page, address, ECHO)
        expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)
        yield visit, int(card.get_attribute("data-ready") or 0)
        page.wait_for_timeout(2 * SECONDS)  # a clean machine is made meanwhile
    for _ in range(2):
        card.get_by_role("button", name="Run again").click()
        expect(card).to_have_attribute("data-state", "fine", timeout=60 * SECONDS)
        page.wait_for_timeout(1 * SECONDS)
        yield "echo", int(card.get_attribute("data-ran") or 0)


def memory(browser: Browser, page: Page, address: str) -> Iterator[tuple[str, float]]:
    """Megabytes before the press, at the most, at rest, and when the reader has left."""
    page.goto(f"{address}/{cards.pages()[ECHO][0]}")
    yield "before", private_memory(browser, page)
    card = cards.press(page, address, ECHO)
    yield "peak", highest_memory(browser, page, 2)
    expect(card).to_have_attribute("data-state", "fine", timeout=120 * SECONDS)
    page.wait_for_timeout(3 * SECONDS)  # a clean machine is made meanwhile
    yield "rest", private_memory(browser, page)
    page.goto("about:blank")
    page.wait_for_timeout(1 * SECONDS)
    yield "left", private_memory(browser, page)


def test_bytes_times_and_memory(browser: Browser, address: str, record_property) -> None:
    lab = run_card.listed(HERE)
    seen = visits(browser, address)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/{cards.pages()[ECHO][0]}")
        folder = f"{address}/assets/lab/"
        looking, blind = (page.evaluate(COUNT, [folder, SLEEPERS, looks, 4 * SECONDS]) for looks in (50, 0))
        busy = page.evaluate(COUNT, [folder, "while True:\n    pass\n", 0, 2 * SECONDS])
    per_look = (looking["instructions"] - blind["instructions"]) / (looking["took"] / 50)
    speed = busy["instructions"] / busy["took"]  # instructions a millisecond
    middle = {name: round(statistics.median(values)) for name, values in seen.items()}
    figures = {
        "recorded": {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "system": f"{platform.system()} {platform.release().split('-')[0]}",
            "browser": f"Chromium {browser.version.split('.')[0]}",
        },
        "machine": lab["about"],
        "bytes": {name: file["bytes"] for name, file in lab["files"].items()},
        "ready": {name: middle[name] for name in ("cold", "warm")},
        "echo": {"here": middle["echo"], "host": middle["host"]},
        "memory": {name: middle[name] for name in ("before", "rest", "peak", "left")},
        "look": {"instructions": round(per_look), "milliseconds": round(per_look / speed, 2)},
        "speed": round(speed / 1000),
    }
    record_property("figures", figures)
    print(figures)
    assert lab["bytes"] <= 10 * MEGABYTE
    assert figures["look"]["milliseconds"] <= 2
    assert figures["memory"]["rest"] <= 160
    assert figures["memory"]["peak"] <= 250
    assert figures["memory"]["left"] <= 2 * figures["memory"]["before"] + 30, "the memory is not given back"

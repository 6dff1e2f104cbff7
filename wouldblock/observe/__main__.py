"""Observe real servers: `python -m wouldblock.observe [--short] [--check] [--output FOLDER] [NAME …]`, on Linux."""

import argparse
import datetime
import os
import platform
import shlex
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wouldblock.observations import data
from wouldblock.observe.experiments import Observed, deaths, service
from wouldblock.observe.product import Product, Server
from wouldblock.observe.protocols import Ended
from wouldblock.observe.running import NotReady, Running
from wouldblock.observe.servers import PRODUCTS, SHORT
from wouldblock.observe.strace import CannotTrace
from wouldblock.project import ProjectError, shown_path

LIMIT = 300  # seconds for one product


def main(arguments: list[str]) -> int:
    """Observe what is asked for and installed; 1 if a product did not start, or did other things than on the site."""
    chosen = _arguments(arguments)
    if sys.platform != "linux":
        sys.exit("The servers are watched through /proc, which only Linux has.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left running
    signal.signal(signal.SIGALRM, _too_long)
    failed, changed = [], 0
    for name in chosen.names or (SHORT if chosen.short else PRODUCTS):
        product, begin = PRODUCTS[name], time.monotonic()
        if missing := product.missing():
            names = " and ".join(Path(need).name for need in missing)
            print(f"{product.title}: left out, there is no {names} here; install it with: {product.install}")
            continue
        print(f"{product.title}: ", end="", flush=True)
        if (observation := _observed(product)) is None:
            failed.append(product.title)
            continue
        before = _committed(name)
        if before and "connection" not in observation["facts"]:
            _keep_connection(before, observation)
        data.save(observation, chosen.output / f"{name}.json")
        print(f"{time.monotonic() - begin:.0f} s")
        for sentence in data.differences(before or observation, observation):
            changed += 1
            print(f"  {sentence}")
    print(f"The records are in {shown_path(chosen.output)}; facts that changed: {changed}.")
    if failed:
        print(f"Not recorded: {', '.join(failed)}.")
    if chosen.check and changed:
        print("See what changed, and correct the pages that say otherwise, after: nox -s observe")
    return 1 if failed or (chosen.check and changed) else 0


def _observed(product: Product) -> dict | None:
    """The observation of a product, or None, with the reason printed, if it could not be observed."""
    try:
        signal.alarm(LIMIT)
        return observe(product)
    except (NotReady, Ended, OSError, ProjectError) as reason:
        print(f"failed\n  {reason or type(reason).__name__}")
        return None
    finally:
        signal.alarm(0)


def _keep_connection(before: dict, observation: dict) -> None:
    """strace is not here: keep what it saw before, with its day."""
    observation["recorded"]["traced"] = before["recorded"]["traced"]
    for kind in ("facts", "numbers"):
        observation[kind]["connection"] = before[kind]["connection"]


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nox -s observe --", description="Watch real servers from outside.")
    parser.add_argument("--short", action="store_true", help=f"only {', '.join(SHORT)}")
    parser.add_argument("--output", type=Path, default=data.DATA, help="the folder for the records")
    parser.add_argument("--check", action="store_true", help="fail, too, where a fact is another one than on the site")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(PRODUCTS)}")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(PRODUCTS):
        parser.error(f"there is no product {min(unknown)!r}; there are {', '.join(PRODUCTS)}")
    return chosen


def _too_long(*_: object) -> None:
    raise NotReady(f"it was not done after {LIMIT} s")


def _committed(name: str) -> dict | None:
    try:
        return data.load(data.DATA / f"{name}.json")
    except ProjectError:  # none yet, or one that is to be replaced
        return None


def observe(product: Product) -> dict:
    """The observation of a product, in the form of its schema. Experiments that end a process have a start of their own.

    Raises NotReady, Ended or OSError where the product does not start or answer, and UnknownText for what strace writes.
    """
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    recorded = {
        "date": today,
        "kernel": f"Linux {platform.release()}",
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "distribution": platform.freedesktop_os_release()["PRETTY_NAME"],
        "packages": product.packages(),
    }
    facts: dict[str, Any] = {}
    numbers: dict[str, Any] = {}

    def add(name: str, experiment: Callable[[Running], Observed]) -> None:
        print(name, end=" ", flush=True)
        facts[name], numbers[name] = experiment(run)

    with Running(product) as run:
        server = run.server
        started = {
            "before": run.anonymous(shlex.join(server.before)),
            "command": run.anonymous(shlex.join(server.command)),
            "files": {name: run.anonymous(text) for name, text in server.files.items()},
        }
        numbers["start"] = run.seconds
        add("processes", service.processes)
        add("wakeups", service.wakeups)
        add("silence", service.silence)
        try:
            add("connection", service.connection)
            recorded["traced"] = today
        except CannotTrace as reason:
            print(f"(left out: {reason}) ", end="")
    facts["crashes"], numbers["crashes"] = _crashes(product, server)
    if server.fills:
        with Running(product) as run:
            add("full", service.full)
    if server.first != facts["crashes"][0]["killed"]:
        with Running(product) as run:
            add("newcomers", deaths.newcomers)
        with Running(product) as run:
            add("orphans", deaths.orphans)
        with Running(product) as run:
            numbers["orphans"] |= deaths.asked_orphans(run)
    about = {"system": product.name, "title": product.title, "recorded": recorded}
    return about | {"facts": facts, "numbers": numbers, "started": started}


def _crashes(product: Product, server: Server) -> tuple[list[dict], list[dict]]:
    """The facts and the numbers of each crash: of the process that serves a client, and of one of each role that matters."""
    facts: list[dict] = []
    numbers: list[dict] = []
    for role in ["", server.first, *server.also_crash]:
        if role not in [crash["killed"] for crash in facts]:
            with Running(product) as run:
                print("crash", end=" ", flush=True)
                seen, counted = deaths.crash(run, role)
            facts.append(seen)
            numbers.append(counted)
    return facts, numbers


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

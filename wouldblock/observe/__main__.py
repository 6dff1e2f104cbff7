"""Record the systems: `python -m wouldblock.observe [--short] [--check] [--output FOLDER] [NAME …]`, on Linux."""

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

from wouldblock.observations import data
from wouldblock.observe.experiments import deaths, service
from wouldblock.observe.protocols import Ended
from wouldblock.observe.running import NotReady, Running
from wouldblock.observe.servers import SHORT, SYSTEMS, System
from wouldblock.observe.strace import CannotTrace
from wouldblock.project import ProjectError, shown_path

LIMIT = 300  # seconds for one system


def main(arguments: list[str]) -> int:
    """Record what is asked for and installed; 1 if a system did not start, or did other things than on the site."""
    chosen = _arguments(arguments)
    if sys.platform != "linux":
        sys.exit("The systems are watched through /proc, which only Linux has.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left running
    signal.signal(signal.SIGALRM, _too_long)
    failed, changed = [], 0
    for name in chosen.names or (SHORT if chosen.short else SYSTEMS):
        system, begin = SYSTEMS[name], time.monotonic()
        if missing := system.missing():
            names = " and ".join(Path(one).name for one in missing)
            print(f"{system.title}: left out, there is no {names} here; install it with: {system.install}")
            continue
        print(f"{system.title}: ", end="", flush=True)
        try:
            signal.alarm(LIMIT)
            record = observe(system)
        except (NotReady, Ended, OSError, ProjectError) as reason:
            print(f"failed\n  {reason or type(reason).__name__}")
            failed.append(system.title)
            continue
        finally:
            signal.alarm(0)
        before = _committed(name)
        if before and "connection" not in record["facts"]:  # strace is not here: keep what it saw before, with its day
            record["recorded"]["traced"] = before["recorded"]["traced"]
            for kind in ("facts", "numbers"):
                record[kind]["connection"] = before[kind]["connection"]
        data.save(record, chosen.output / f"{name}.json")
        print(f"{time.monotonic() - begin:.0f} s")
        for sentence in data.differences(before or record, record):
            changed += 1
            print(f"  {sentence}")
    print(f"The records are in {shown_path(chosen.output)}; facts that changed: {changed}.")
    if failed:
        print(f"Not recorded: {', '.join(failed)}.")
    if chosen.check and changed:
        print("See what changed, and correct the pages that say otherwise, after: nox -s observe")
    return 1 if failed or (chosen.check and changed) else 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nox -s observe --", description="Watch real servers from outside.")
    parser.add_argument("--short", action="store_true", help=f"only {', '.join(SHORT)}")
    parser.add_argument("--output", type=Path, default=data.DATA, help="the folder for the records")
    parser.add_argument("--check", action="store_true", help="fail, too, where a fact is another one than on the site")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(SYSTEMS)}")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(SYSTEMS):
        parser.error(f"there is no system {min(unknown)!r}; there are {', '.join(SYSTEMS)}")
    return chosen


def _too_long(*_: object) -> None:
    raise NotReady(f"it was not done after {LIMIT} s")


def _committed(name: str) -> dict | None:
    try:
        return data.load(data.DATA / f"{name}.json")
    except ProjectError:  # none yet, or one that is to be replaced
        return None


def observe(system: System) -> dict:
    """The record of a system. Experiments that end a process have a start of their own. Raises NotReady."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    record = {
        "system": system.name,
        "title": system.title,
        "recorded": {
            "date": today,
            "kernel": f"Linux {platform.release()}",
            "machine": f"{platform.machine()}, {os.cpu_count()} processors",
            "distribution": platform.freedesktop_os_release()["PRETTY_NAME"],
            "packages": system.packages(),
        },
        "facts": {},
        "numbers": {},
    }

    def add(name: str, experiment: Callable, *arguments: object) -> None:
        print(name, end=" ", flush=True)
        facts, numbers = experiment(*arguments)
        record["facts"][name], record["numbers"][name] = facts, numbers

    with Running(system) as run:
        record["started"] = {
            "before": run.anonymous(shlex.join(run.server.before)),
            "command": run.anonymous(shlex.join(run.server.command)),
            "files": {name: run.anonymous(text) for name, text in run.server.files.items()},
        }
        record["numbers"]["start"] = run.seconds
        add("processes", service.processes, run)
        add("wakeups", service.wakeups, run)
        add("silence", service.silence, run)
        try:
            add("connection", service.connection, run)
            record["recorded"]["traced"] = today
        except CannotTrace as reason:
            print(f"(left out: {reason}) ", end="")
    first, roles = run.server.first, ["", run.server.first, *run.server.also_crash]
    crashes = []
    for role in roles:
        if role not in [facts["killed"] for facts, _ in crashes]:
            with Running(system) as run:
                print("crash", end=" ", flush=True)
                crashes.append(deaths.crash(run, role))
    for kind, found in zip(("facts", "numbers"), zip(*crashes, strict=True), strict=True):
        record[kind]["crashes"] = list(found)
    if run.server.fills:
        with Running(system) as run:
            add("full", service.full, run)
    if first != crashes[0][0]["killed"]:
        with Running(system) as run:
            add("newcomers", deaths.newcomers, run)
        with Running(system) as run:
            add("orphans", deaths.orphans, run)
        with Running(system) as run:
            record["numbers"]["orphans"] |= deaths.asked_orphans(run)
    return record


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

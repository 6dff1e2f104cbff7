"""Record how servers take bad clients and how a link that goes down is noticed: `python -m wouldblock.provoke [NAME …]`."""

import argparse
import datetime
import hashlib
import platform
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wouldblock.observations import failing
from wouldblock.project import shown_path
from wouldblock.provoke import vanish
from wouldblock.provoke.clients import KINDS
from wouldblock.provoke.servers import SERVERS, all_servers
from wouldblock.provoke.trial import trial

AT_A_TIME = 8  # trials, most of which wait for a minute


def main(arguments: list[str]) -> int:
    """Try the named servers, or all and the link, and write the observations."""
    parser = argparse.ArgumentParser(prog="nox -s provoke --", description="Record what goes wrong.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only these servers, such as choosing/prefork; or link"
    )
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - {*SERVERS, "link"}:
        parser.error(f"there is no server {min(unknown)!r}; there are link, {', '.join(SERVERS)}")
    if sys.platform != "linux":
        sys.exit("Each trial needs a network of its own, which only Linux has.")
    if names := [name for name in SERVERS if name in (chosen.names or SERVERS)]:
        record_clients(names)
    if not chosen.names or "link" in chosen.names:
        if not shutil.which("ip"):
            sys.exit("There is no ip here, to take a link down; on Debian install it with: apt-get install iproute2")
        save("link", {"recorded": recorded(), "events": vanish.events()})
    return 0


def record_clients(names: list[str]) -> None:
    """Try all kinds of clients on these servers, and keep what is known of the others."""
    before = failing.load("clients")["servers"] if failing.file("clients").exists() else {}
    programs = dict(all_servers())
    with ThreadPoolExecutor(AT_A_TIME) as trials:
        going = {(name, kind): trials.submit(trial, name, kind) for name in names for kind in KINDS}
        kinds: dict[str, dict[str, dict[str, str]]] = {name: {} for name in names}
        for (name, kind), future in going.items():
            kinds[name][kind] = result = future.result()
            print(
                f"{name}, {kind}: others {result['others']}, the server {result['server']} {result['said']}", flush=True
            )
    servers = before | {name: {"program": fingerprint(programs[name]), "kinds": kinds[name]} for name in names}
    save("clients", {
        "recorded": recorded(),
        "kinds": {kind: what for kind, (what, _) in KINDS.items()},
        "servers": {name: servers[name] for name in SERVERS if name in servers},
    })  # fmt: skip


def fingerprint(program: Path) -> str:
    """A short text that changes when a program does."""
    return hashlib.sha256(program.read_bytes()).hexdigest()[:16]


def recorded() -> dict[str, str]:
    """When and where this observation is made."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "kernel": f"Linux {platform.release()}",
        "python": platform.python_version(),
    }


def save(name: str, observation: dict) -> None:
    """Write an observation and say where it is."""
    failing.save(name, observation)
    print(f"The record is in {shown_path(failing.file(name))}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What a death does to a running server: of the process that serves a client, and of the first one."""

import os
import signal
import time
from collections import Counter
from contextlib import ExitStack, suppress

from wouldblock.linux import proc
from wouldblock.observe.experiments import Observed
from wouldblock.observe.experiments.service import newcomer
from wouldblock.observe.protocols import AN_ANSWER, NOTHING, Client, Ended
from wouldblock.observe.running import PATIENCE, NotReady, Running

IDLE = 24  # idle connections at most that a crash may hit
LATE = 3.0  # seconds that a client waits for what comes after a crash
RESTART = 10.0  # seconds that a server has to serve new clients again
STOPPING = 20.0  # seconds that processes have to notice that their parent is gone; gunicorn's need up to 15


def crash(run: Running, role: str = "") -> tuple[dict, dict]:
    """Kill a process with SIGKILL while a client waits for a late answer: the one that serves it, or the first of `role`.

    Facts: what that client sees, what idle clients of the same and of other processes see when they ask again, which
    processes go and come, and whether a new client is answered.
    """
    with ExitStack() as stack:
        waiting = stack.enter_context(Client(run.server.protocol, run.port))
        waiting.ask_late()
        time.sleep(0.3)
        before = run.roles()
        victim = _first_of(role, before) if role else _serving(run, waiting)
        idle = _idle(run, victim, stack)
        run.settle()
        before, end = run.roles(), proc.servers_end(run.port, waiting.port)
        begin = time.monotonic()
        os.kill(victim, signal.SIGKILL)
        sees = waiting.sees(LATE)
        left = run.server.replaces_within - (time.monotonic() - begin)
        replaced, _ = proc.until(lambda: before[victim] in _counted(run.roles(), before), left)
        seconds = time.monotonic() - begin
        run.settle()
        alone = run.roles()  # without a parent, workers may leave once they are asked: that is for `orphans` to tell
        others = {whose: _go_on(clients) for whose, clients in idle.items()}
    answered, _ = proc.until(run.answers, LATE)
    run.settle()
    after = alone if victim == run.process.pid else run.roles()
    facts = {
        "killed": before[victim],
        "client_sees": sees,
        "same_process_see": sorted(set(others["same"])),
        "other_processes_see": sorted(set(others["other"])),
        "gone": _counted(before, after),
        "new": _counted(after, before),
        "replaced": bool(replaced),
        "new_client_answered": bool(answered),
    }
    numbers = {
        "unread_bytes": end.unread if end else 0,
        "idle_clients": {whose: len(clients) for whose, clients in idle.items()},
        **({"replaced_after": round(seconds, 2)} if replaced else {}),
    }
    return facts, numbers


def newcomers(run: Running) -> Observed:
    """Kill the process that serves a client, and let one new client after another come from that moment on.

    That goes on until one is answered, and for half a second at least: the first may come before anybody has noticed.
    Facts: what most of those see who are not answered; nothing if there are none. Numbers: how many
    these are, and the seconds from the kill until the first answer after the last of them, if there is one.
    """
    with Client(run.server.protocol, run.port) as waiting:
        waiting.ask_late()
        time.sleep(0.3)
        os.kill(_serving(run, waiting), signal.SIGKILL)
        begin, refused, answered = time.monotonic(), Counter(), None
        while (seconds := time.monotonic() - begin) < (RESTART if answered is None else 0.5):
            if (sees := newcomer(run)) != AN_ANSWER:
                refused[sees] += 1
                answered = None
            elif answered is None:
                answered = round(seconds, 2)
            time.sleep(0.01)  # a recovery may be short; PostgreSQL begins it when those whom it refused have gone
    usual = refused.most_common(1)[0][0] if refused else ""
    return {"see": usual}, {"refused": refused.total()} | ({"answered_after": answered} if answered is not None else {})


def orphans(run: Running) -> Observed:
    """Kill the first process, and watch the others from that moment, without a client that would wake them.

    Facts: the roles that stay, whether they answer then, and whether anybody replaces one of them that is killed, too.
    Numbers: the seconds until the last had gone, where they go.
    """
    before = set(run.pids())
    os.kill(run.process.pid, signal.SIGKILL)
    # Between two parents, a process is not in the tree for a moment.
    gone, seconds = proc.until(lambda: not before & set(proc.parents()) and not run.tree(), STOPPING, pause=0)
    stayed = run.roles()
    listening = proc.holders(list(stayed), run.port)
    facts = {"stay": _counted(stayed, {}), "answer": bool(run.answers()), "replaced": False}
    if listening:
        os.kill(listening[0], signal.SIGKILL)
        facts["replaced"] = bool(proc.until(lambda: _counted(run.roles(), stayed), run.server.replaces_within)[0])
    return facts, {"left_after": round(seconds, 2)} if gone else {}


def asked_orphans(run: Running) -> dict:
    """Kill the first process, and ask the others at once: how many of as many questions as there were processes are answered."""
    asked, answered = len(run.pids()), 0
    os.kill(run.process.pid, signal.SIGKILL)
    while answered < asked and run.answers():
        answered += 1
    return {"answered": answered, "asked": asked}


def _go_on(clients: list[Client]) -> list[str]:
    """What idle clients see when they ask again, one after the other, until two got nothing: more would fill a server that hangs."""
    seen: list[str] = []
    for client in clients:
        if seen.count(NOTHING) < 2:
            seen.append(client.asks_again(LATE))
    return seen


def _counted(some: dict[int, str], others: dict[int, str]) -> dict[str, int]:
    return dict(sorted(Counter(role for pid, role in some.items() if pid not in others).items()))


def _first_of(role: str, roles: dict[int, str]) -> int:
    """The first process of a role; raises NotReady where there is none."""
    for pid, name in roles.items():
        if name == role:
            return pid
    raise NotReady(f"no process {role} is there, but: {', '.join(roles.values())}")


def _serving(run: Running, client: Client) -> int:
    """The process that works on a client's question: it holds the connection, or its application is not free.

    Raises NotReady where there is none.
    """
    if run.server.serves:
        free = {int(answer.text) for answer in [run.answers() for _ in range(6)] if answer}
        serving = [pid for pid, role in run.roles().items() if role == run.server.serves and pid not in free]
    else:
        serving = proc.holders(run.pids(), run.port, client.port)
    if not serving:
        raise NotReady(f"no process that serves the client is there, but: {', '.join(run.roles().values())}")
    return serving[0]


def _idle(run: Running, victim: int, stack: ExitStack) -> dict[str, list[Client]]:
    """Clients that were answered once and stay connected, two or more at the victim and elsewhere where there is room."""
    idle: dict[str, list[Client]] = {"same": [], "other": []}
    for _ in range(IDLE):
        if min(map(len, idle.values())) >= 2:
            break
        with suppress(OSError, Ended):
            with ExitStack() as unless_full:
                client = unless_full.enter_context(Client(run.server.protocol, run.port, PATIENCE))
                if not client.ask().kept:
                    break
                stack.push(unless_full.pop_all())
                same = victim in proc.holders([victim], run.port, client.port)
                idle["same" if same else "other"].append(client)
            continue
        break  # the server is full
    return idle

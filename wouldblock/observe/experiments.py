"""What is asked of a running server, each time from outside. Each experiment gives facts, which the next run should
find again, and numbers, which vary: `(facts, numbers)`."""

import os
import signal
import time
from collections import Counter
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from wouldblock.linux import proc
from wouldblock.linux.strace import RawCall
from wouldblock.observe.protocols import NOTHING, Client, Ended, Protocol
from wouldblock.observe.running import PATIENCE, NotReady, Running
from wouldblock.observe.strace import CannotTrace, Trace, threads_of

Observed = tuple[dict | list, dict]
ONE_BY_ONE = 20  # connections of the experiment with wake-ups
SILENT = 12  # connections that say nothing, more than any pool here has workers
IDLE = 24  # idle connections at most that a crash may hit
LATE = 3.0  # seconds that a client waits for what comes after a crash
STOPPING = 20.0  # seconds that processes may take to notice that their parent is gone


def processes(run: Running) -> Observed:
    """The process tree while one client is connected and idle: equal siblings in one entry. What the threads wait in is
    told of those that have to do with clients.

    Facts: a list of {"role", "below", "count", "listener", "client", "waits"}, parents before children.
    Numbers: {"threads": {role: [least, most]}}.
    """
    with Client(run.server.protocol, run.port) as client:
        if not client.ask().kept:
            client.socket.close()
        run.settle()
        tree, roles = run.tree(), run.roles()
        listening = proc.holders(list(tree), run.port)
        connected = proc.holders(list(tree), run.port, client.port)
        found, counts = Counter(), {}
        for pid, parent in tree.items():
            serves = pid in listening or pid in connected or roles[pid] == run.server.serves
            waits = _waits(run, pid) if serves else set()
            entry = (roles[pid], roles.get(parent, ""), pid in listening, pid in connected, tuple(sorted(waits)))
            found[entry] += 1
            counts.setdefault(roles[pid], []).append(len(proc.threads(pid)))
    facts = [
        {"role": role, "below": parent, "count": count, "listener": listens, "client": holds, "waits": list(waits)}
        for (role, parent, listens, holds, waits), count in found.items()
    ]
    return _parents_first(facts), {"threads": {role: [min(all_), max(all_)] for role, all_ in sorted(counts.items())}}


def _waits(run: Running, pid: int) -> set[str]:
    """What the threads of an idle process wait in; one that happens to run is looked at again."""
    found = (proc.until(partial(proc.waits, pid, thread, run.port), 0.5)[0] for thread in proc.threads(pid))
    return set(filter(None, found))


def _parents_first(entries: list[dict], below: str = "") -> list[dict]:
    here = [one for one in entries if one["below"] == below and one["role"] != below]
    here.sort(key=lambda one: (one["role"], not one["client"], one["waits"]))
    roles = dict.fromkeys(one["role"] for one in here)
    return [
        entry
        for role in roles
        for entry in [one for one in here if one["role"] == role] + _parents_first(entries, role)
    ]


def connection(run: Running) -> Observed:
    """One question on a new connection under strace. Raises CannotTrace.

    Facts: by which call and which roles it is accepted, read and answered, whether by the same process and the same
    thread, and whether it takes a fork, a passed descriptor, or further connections inside.
    """
    run.settle()
    with TemporaryDirectory() as folder:
        with Trace(run.pids(), Path(folder)) as trace:
            time.sleep(0.2)  # so that nothing of the start is in it
            with Client(run.server.protocol, run.port) as client:
                answer = client.ask()
                if answer.text.startswith("HTTP"):
                    raise CannotTrace(f"under strace the server answered {answer.text}")
                time.sleep(0.1)
                owners, roles = threads_of(run.pids()), run.roles()
        parts = _parts(trace.calls(), run.port, client.port)

    def who(part: str) -> list[str]:
        return sorted({roles[owners[one.thread]] for one in parts[part] if one.thread in owners})

    def processes_of(*names: str) -> set[int]:
        return {owners.get(one.thread, 0) for name in names for one in parts[name]}

    accepting = {one.thread for one in parts["accept"]}
    facts = {
        "call": ", ".join(sorted({one.name for one in parts["accept"]})),
        "accepts": who("accept"),
        "reads": who("read"),
        "answers": who("write"),
        "same_process": processes_of("accept") == processes_of("read", "write"),
        "same_thread": accepting == {one.thread for name in ("read", "write") for one in parts[name]},
        "works": [roles[int(answer.text)]] if run.server.serves else who("write"),
        "keeps_connection": answer.kept,
        "forks": who("fork"),
        "passes_descriptor": bool(parts["pass"]),
        "accepts_inside": who("inside"),
    }
    return facts, {"others_in_vain": len({one.thread for one in parts["vain"]} - accepting)}


def _parts(calls: list[RawCall], port: int, client: int) -> dict[str, list[RawCall]]:
    """The calls that a connection took, by what they did for it."""
    parts: dict[str, list[RawCall]] = {
        name: [] for name in ("accept", "read", "write", "fork", "pass", "inside", "vain")
    }
    ours = f"127.0.0.1:{port}->127.0.0.1:{client}]"
    for call in calls:
        part = ""
        if call.name.startswith("accept"):
            if call.error:
                part = "vain" if f":{port}]" in call.arguments else ""
            else:
                part = "accept" if f"htons({client})" in call.arguments else "inside"
        elif call.name in ("clone", "clone3", "fork", "vfork"):
            part = "fork" if parts["accept"] and "CLONE_THREAD" not in call.arguments else ""
        elif "SCM_RIGHTS" in call.arguments:
            part = "pass"
        elif ours in call.arguments and not call.error:
            part = "read" if call.name.startswith("re") else "write" if call.name.startswith(("w", "send")) else ""
        if part:
            parts[part].append(call)
    return parts


def wakeups(run: Running) -> Observed:
    """How many of the processes that wait for the listener one connection wakes: the usual number, and how often."""
    workers = [pid for pid in proc.holders(run.pids(), run.port) if run.role(pid) != run.server.first]
    if len(workers) < 2:
        return {}, {}
    woken = Counter()
    for _ in range(ONE_BY_ONE):
        before = {pid: proc.sleeps(pid) for pid in workers}
        run.answers()
        time.sleep(0.02)
        woken[sum(proc.sleeps(pid) != before[pid] for pid in workers)] += 1
    usual = woken.most_common(1)[0][0]
    return {"of": len(workers), "woken": usual}, {"as_usual": woken[usual], "connections": ONE_BY_ONE}


def silence(run: Running) -> Observed:
    """Clients that connect and say nothing: where their connections are, and whether one more client is answered."""
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(Protocol(), run.port)) for _ in range(SILENT)]
        time.sleep(PATIENCE)
        where, roles = Counter(), run.roles()
        for client in clients:
            end = proc.servers_end(run.port, client.port)
            holding = proc.holders(list(roles), run.port, client.port)
            if holding:
                where[roles[holding[0]]] += 1
            else:
                where["unfinished" if end and end.state == proc.HANDSHAKE else "queue"] += 1
        answered = run.answers() is not None
    facts = {"where": sorted(where), "another_answered": answered}
    return facts, {"clients": SILENT, "where": dict(sorted(where.items()))}


def crash(run: Running, role: str = "") -> Observed:
    """Kill a process with SIGKILL while a client waits for a late answer: the one that serves it, or the first of `role`.

    Facts: what that client sees, what idle clients of the same and of other processes see when they ask again, which
    processes go and come, and whether a new client is answered.
    """
    with ExitStack() as stack:
        waiting = stack.enter_context(Client(run.server.protocol, run.port))
        waiting.ask_late()
        time.sleep(0.3)
        before = run.roles()
        victim = next((pid for pid, name in before.items() if name == role), None) if role else _serving(run, waiting)
        if victim is None:
            raise NotReady(f"no process {role or 'that serves the client'} is there, but: {', '.join(before.values())}")
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


def orphans(run: Running) -> Observed:
    """Kill the first process, and look what becomes of the others: whether they stay, answer, and are replaced.

    Facts: the roles that stay, and whether anybody replaces one of them that is killed, too. Numbers: how many
    of as many questions as there were processes are answered, and the seconds until all had gone, where they go.
    """
    before, listening = run.roles(), proc.holders(run.pids(), run.port)
    os.kill(run.process.pid, signal.SIGKILL)
    begin, answered = time.monotonic(), 0
    time.sleep(PATIENCE)
    while answered < len(before) and run.answers():
        answered += 1
    run.settle()
    if len(proc.holders(run.pids(), run.port)) < len(listening) - 1:  # workers leave: give all of them the time to
        proc.until(lambda: not run.tree(), STOPPING)
    stayed, seconds = run.roles(), time.monotonic() - begin
    listening = proc.holders(list(stayed), run.port)
    facts = {"stay": _counted(stayed, {}), "answer": bool(run.answers()), "replaced": False}
    if listening:
        os.kill(listening[0], signal.SIGKILL)
        facts["replaced"] = bool(proc.until(lambda: _counted(run.roles(), stayed), run.server.replaces_within)[0])
    return facts, {"answered": answered, "asked": len(before), **({} if stayed else {"left_after": round(seconds, 1)})}


def _go_on(clients: list[Client]) -> list[str]:
    """What idle clients see when they ask again, one after the other, until two got nothing: more would fill a server that hangs."""
    seen: list[str] = []
    for client in clients:
        if seen.count(NOTHING) < 2:
            seen.append(client.asks_again(LATE))
    return seen


def _counted(some: dict[int, str], others: dict[int, str]) -> dict[str, int]:
    return dict(sorted(Counter(role for pid, role in some.items() if pid not in others).items()))


def _serving(run: Running, client: Client) -> int | None:
    """The process that works on a client's question: it holds the connection, or its application is not free."""
    if not run.server.serves:
        return next(iter(proc.holders(run.pids(), run.port, client.port)), None)
    answers = [run.answers() for _ in range(6)]
    free = {int(answer.text) for answer in answers if answer}
    busy = (pid for pid, role in run.roles().items() if role == run.server.serves and pid not in free)
    return next(busy, None)


def _idle(run: Running, victim: int, stack: ExitStack) -> dict[str, list[Client]]:
    """Clients that were answered once and stay connected, two or more at the victim and elsewhere where there is room."""
    found: dict[str, list[Client]] = {"same": [], "other": []}
    for _ in range(IDLE):
        if min(map(len, found.values())) >= 2:
            break
        with suppress(OSError, Ended):
            with ExitStack() as unless_full:
                client = unless_full.enter_context(Client(run.server.protocol, run.port, PATIENCE))
                if not client.ask().kept:
                    break
                stack.push(unless_full.pop_all())
                same = victim in proc.holders([victim], run.port, client.port)
                found["same" if same else "other"].append(client)
            continue
        break  # the server is full
    return found

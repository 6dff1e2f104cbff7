"""How a running server serves: its processes, one connection, whom it wakes, silent clients, and as many as there is room for."""

import time
from collections import Counter
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from wouldblock.linux import proc
from wouldblock.linux.strace import RawCall
from wouldblock.observe.experiments import Observed
from wouldblock.observe.protocols import AN_ANSWER, NOTHING, Client, Ended, Protocol
from wouldblock.observe.running import PATIENCE, Running
from wouldblock.observe.strace import CannotTrace, Trace, threads_of

ONE_BY_ONE = 20  # connections of the experiment with wake-ups
SILENT = 12  # connections that say nothing, more than any pool here has workers
PLACES = 64  # idle connections at most that may fill a server


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
        entries, counts = Counter(), {}
        for pid, parent in tree.items():
            serves = pid in listening or pid in connected or roles[pid] == run.server.serves
            waits = _waits(run, pid) if serves else set()
            entry = (roles[pid], roles.get(parent, ""), pid in listening, pid in connected, tuple(sorted(waits)))
            entries[entry] += 1
            counts.setdefault(roles[pid], []).append(len(proc.threads(pid)))
    facts = [
        {"role": role, "below": parent, "count": count, "listener": listens, "client": holds, "waits": list(waits)}
        for (role, parent, listens, holds, waits), count in entries.items()
    ]
    return _parents_first(facts), {"threads": {role: [min(all_), max(all_)] for role, all_ in sorted(counts.items())}}


def _waits(run: Running, pid: int) -> set[str]:
    """What the threads of an idle process wait in; one that happens to run is looked at again."""
    waits = (proc.until(partial(proc.waits, pid, thread, run.port), 0.5)[0] for thread in proc.threads(pid))
    return set(filter(None, waits))


def _parents_first(entries: list[dict], below: str = "") -> list[dict]:
    here = [entry for entry in entries if entry["below"] == below and entry["role"] != below]
    here.sort(key=lambda entry: (entry["role"], not entry["client"], entry["waits"]))
    roles = dict.fromkeys(entry["role"] for entry in here)
    return [
        entry
        for role in roles
        for entry in [entry for entry in here if entry["role"] == role] + _parents_first(entries, role)
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
        return sorted({roles[owners[call.thread]] for call in parts[part] if call.thread in owners})

    def processes_of(*names: str) -> set[int]:
        return {owners.get(call.thread, 0) for name in names for call in parts[name]}

    accepting = {call.thread for call in parts["accept"]}
    facts = {
        "call": ", ".join(sorted({call.name for call in parts["accept"]})),
        "accepts": who("accept"),
        "reads": who("read"),
        "answers": who("write"),
        "same_process": processes_of("accept") == processes_of("read", "write"),
        "same_thread": accepting == {call.thread for name in ("read", "write") for call in parts[name]},
        "works": [roles[int(answer.text)]] if run.server.serves else who("write"),
        "keeps_connection": answer.kept,
        "forks": who("fork"),
        "passes_descriptor": bool(parts["pass"]),
        "accepts_inside": who("inside"),
    }
    return facts, {"others_in_vain": len({call.thread for call in parts["vain"]} - accepting)}


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


def full(run: Running) -> Observed:
    """Fill a server with clients that were answered once and stay.

    Facts: how many of them are served at most by the server and by one process, what one more client sees, and what
    a client sees beside as many who have connected and said nothing at all.
    """
    with ExitStack() as stack:
        clients = 0
        while (sees := newcomer(run, stack)) == AN_ANSWER and clients < PLACES:
            clients += 1
        ports = {end.remote for end in proc.tcp() if end.local == run.port and end.inode != "0"}
        held = Counter(pid for port in ports for pid in proc.holders(run.pids(), run.port, port)[:1])
    with ExitStack() as stack:
        for _ in range(clients):
            stack.enter_context(Client(Protocol(), run.port))
        time.sleep(PATIENCE)
        beside = newcomer(run)
    facts = {"clients": clients, "of_one_process": max(held.values())}
    return facts | {"next_sees": sees, "beside_silent_sees": beside}, {}


def newcomer(run: Running, stay: ExitStack | None = None) -> str:
    """What a new client sees that asks one question, in words; with a stack it stays connected."""
    try:
        with ExitStack() as stack:
            client = (stay or stack).enter_context(Client(run.server.protocol, run.port, PATIENCE))
            return client.asks_again(PATIENCE)
    except TimeoutError:
        return NOTHING
    except Ended as end:
        return str(end) or "the end of the stream"
    except OSError as error:
        return f"a {type(error).__name__}"

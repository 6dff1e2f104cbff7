"""One trial: a server, started afresh, a kind of misbehavior, and what becomes of the others and of the server."""

import time

from wouldblock.linux import proc
from wouldblock.provoke.clients import KINDS
from wouldblock.provoke.servers import QUESTION, SERVERS, Server, answered, connect
from wouldblock.run.loopback import with_loopback

AT_ONCE = 1.5  # seconds within which a good client is served, unless it has to wait
LONGEST = 75  # seconds: a limit of a minute, and what a busy machine adds


def trial(name: str, kind: str, longest: float = LONGEST) -> dict[str, str]:
    """What the bad client gets, when the others are served, and what becomes of the server, on a network of its own."""
    return with_loopback(lambda: _trial(name, kind, longest))


def _trial(name: str, kind: str, longest: float) -> dict[str, str]:
    with Server(name) as server:
        assert_serves(name)
        kept, client = KINDS[kind][1](server, SERVERS[name])
        others = meanwhile(longest) if kept else "served"
        for connection in kept:
            connection.close()
        if others == "wait" and not served(20):
            others = "not served"
        proc.until(lambda: served(2) or server.ended, 8, 0.2)
        well = served(2)  # by its children, it may be
        if others == "served" and not kept and not well:
            others = "not served"
        said = server.said()
        state = "goes on" if well else "has ended" if server.ended else "serves nobody"
        return {"client": client, "others": others, "server": state, "said": said}


def assert_serves(name: str) -> None:
    """Raise RuntimeError if a good client gets no answer within 5 seconds."""
    if not served(5):
        raise RuntimeError(f"{name} does not serve a good client")


def meanwhile(longest: float) -> str:
    """When a good client is served while the bad ones stay: "served", "served after 60 s", "wait", "turned away", or "not served"."""
    begin = time.monotonic()
    try:
        with connect() as good:
            good.sendall(QUESTION)
            got = answered(good, longest)
    except OSError:
        return "not served"  # not even connected
    if got == "nothing":
        return "wait"
    if got != "an answer":
        return "turned away"
    seconds = time.monotonic() - begin
    return "served" if seconds < AT_ONCE else f"served after {round(seconds, -1):.0f} s"


def served(patience: float) -> bool:
    """Whether a good client gets an answer, each step within so many seconds."""
    try:
        with connect(patience) as good:
            good.sendall(QUESTION)
            return answered(good, patience) == "an answer"
    except OSError:
        return False

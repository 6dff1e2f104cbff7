"""The story of a timeline in sentences, one for each call: what a picture shows, for those who read or hear it."""

from wouldblock.timelines.model import WAITERS, Call, Timeline

GIVES = {"send", "sendto", "sendall", "write"}
TAKES = {"recv", "recvfrom", "read"}


def story(timeline: Timeline) -> list[str]:
    """A sentence for each call, in order: "client.py: send blocks for 310 ms until server.py's recv."."""
    return [sentence(timeline, call) for call in timeline.calls]


def sentence(timeline: Timeline, call: Call) -> str:
    """What one call did, how long it waited and for whom."""
    named = call.on not in (None, "listener") and not makes_connection(call) and call.call not in WAITERS
    text = call.call + (f" on {call.on}" if named else " on the listener" if closes_listener(call) else "")
    outcome = _outcome(call)
    if call.blocked:
        text = _wait(timeline, call, text) + (f" and {outcome}" if outcome else "")
    elif outcome:
        text += f" {outcome}"
    if call.count > 1:
        text += f" in {call.count:,} calls" if call.bytes else f", {call.count:,} times"
    if call.starts is not None:
        text += f": {who(timeline, call.starts)} begins"
    if call.woken_by is not None and not call.blocked:
        text += f", after {cause(timeline, call)}"
    if call.varies:
        text += " (varies)"
    return f"{who(timeline, call.lane)}: {text}."


def _wait(timeline: Timeline, call: Call, what: str) -> str:
    if call.call == "sleep":
        return f"sleeps for {duration(timeline.took(call))}"
    if call.end is None:
        return f"{what} blocks until the end of the recording"
    text = f"{what} blocks for {wait(timeline, call)}"
    if call.woken_by is not None:
        return f"{text} until {cause(timeline, call)}"
    return f"{text} until its timeout" if call.error == "timeout" and call.call in WAITERS else text


def _outcome(call: Call) -> str:
    """What a call gave, or ''."""
    if call.call in WAITERS:
        what = "a client" if call.on == "listener" else call.on or "nothing"
        return f"finds {what} ready" if call.on or not call.blocked else ""
    if call.error == "timeout":
        return "gives up: timeout"
    if call.error:
        return f"fails with {call.error}"
    if call.bytes == 0 and call.call in TAKES:
        return "gets the end of the stream"
    if call.bytes is not None:
        size = f"{call.bytes:,} byte{'' if call.bytes == 1 else 's'}"
        return f"{'hands over' if call.call in GIVES else 'gets'} {size}" + (f", “{call.text}”" if call.text else "")
    if call.text:
        return f"by {call.text}"
    return f"gives connection {call.on}" if makes_connection(call) and call.on not in (None, "listener") else ""


def waker_of(timeline: Timeline, call: Call) -> Call:
    """The call that woke or fed this one; raises ValueError where none is known."""
    if call.woken_by is None:
        raise ValueError(f"{call.call} was woken by no call")
    return timeline.calls[call.woken_by]


def cause(timeline: Timeline, call: Call) -> str:
    """The call that woke or fed this one: "server.py's recv", "the recv of thread 1 of server.py"."""
    waker = waker_of(timeline, call)
    name = who(timeline, waker.lane)
    return f"the {waker.call} of {name}" if " " in name else f"{name}'s {waker.call}"


def who(timeline: Timeline, lane: int) -> str:
    """A lane as sentences name it: 'thread 1 of server.py'."""
    program, _, part = timeline.lanes[lane].name.partition(", ")
    return f"{part} of {program}" if part else program


def makes_connection(call: Call) -> bool:
    """Whether what a call is about is the connection that it makes."""
    return call.call in ("accept", "connect")


def closes_listener(call: Call) -> bool:
    """Whether it is worth a word that a call is about the listener: accept and listen always are."""
    return call.call == "close" and call.on == "listener"


def wait(timeline: Timeline, call: Call) -> str:
    """How long a call waited, or several calls together: '310 ms', '60 ms in all'."""
    return duration(timeline.took(call)) + (" in all" if len(call.waits) > 1 else "")


def duration(milliseconds: float) -> str:
    """A time with two or three digits: '0.1 ms' at least, '3.1 ms', '310 ms', '1.2 s'."""
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 9.95 else f"{max(milliseconds, 0.1):.1f} ms"

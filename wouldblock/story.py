"""The story of a timeline in sentences, one for each step: what a picture shows, for those who read or hear it."""

from wouldblock.steps import Step, end_of, steps
from wouldblock.timeline import Timeline

DATA = {"send", "recv", "sendto", "recvfrom", "read", "write"}


def story(timeline: Timeline) -> list[str]:
    """A sentence for each step, in order: "client.py: send blocks for 310 ms until server.py's recv."."""
    found = steps(timeline)
    return [sentence(timeline, found, step) for step in found]


def sentence(timeline: Timeline, found: list[Step], step: Step) -> str:
    call = step.first
    name = timeline.lanes[step.lane].name
    what = f"{call.call} on {call.on}" if call.on and call.on != "listener" and call.call != "accept" else call.call
    waker = found[step.woken_by] if step.woken_by is not None else None
    cause = f"{timeline.lanes[waker.lane].name}'s {waker.first.call}" if waker else ""
    result = outcome(step)
    if step.kind == "sleep":
        text = f"sleeps for {duration(step.took(end_of(timeline)))}"
    elif step.blocked and step.last.end is None:
        text = f"{what} blocks until the end of the recording"
    elif step.blocked:
        text = f"{what} blocks for {duration(step.took(end_of(timeline)))}"
        text += f" in {call.waits_in}" if call.waits_in and call.waits_in != call.call else ""
        text += f" until {cause}" if cause else ""
        text += f"{',' if cause else ''} and {result}" if result else ""
    else:
        text = f"{what} {result}" if result else what
        text += f", after {cause}" if cause and call.call in ("wait", "lock", "join") else ""
        text += f", from {cause}" if cause and call.call in DATA and step.bytes else ""
    if step.count > 1:
        text += f", {step.count:,} times in a row"
    if call.starts is not None:
        text += f": {timeline.lanes[call.starts].name} begins"
    if any(one.varies for one in step.calls):
        text += " (in another run perhaps otherwise)"
    return f"{name}: {text}."


def outcome(step: Step) -> str:
    """What the calls of a step gave, as the end of a sentence, or ''."""
    call = step.last
    if call.error == "timeout":
        return "gives up: timeout"
    if call.error:
        return f"fails with {call.error}"
    if call.call in DATA and call.bytes == 0 and call.call not in ("send", "sendto", "write"):
        return "gets the end of the stream"
    if step.bytes is not None:
        verb = "takes" if call.call in ("send", "sendto", "write") else "gets"
        size = f"{step.bytes:,} byte{'' if step.bytes == 1 else 's'}"
        return f"{verb} {size}, “{call.text}”" if call.text else f"{verb} {size}"
    if call.call == "accept" and call.on and call.on != "listener":
        return f"returns {call.on}"
    return ""


def duration(milliseconds: float) -> str:
    """A time with two or three digits: '0.05 ms', '3.1 ms', '310 ms', '1.2 s'."""
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    if milliseconds >= 9.95:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds:.1f} ms" if milliseconds >= 0.95 else f"{milliseconds:.2f} ms"

"""Draw the bytes that a connection holds over time, from the same recording as the picture: time to the right, to scale.

What the receiver's kernel holds unread lies at the bottom, what the sender's kernel has not got rid of on top of it. Bars
below show when a lane waited.
"""

from html import escape

from wouldblock.story import GIVES, end_of, makes_connection, sentence
from wouldblock.timeline import Call, Timeline

WIDTH, LEFT, RIGHT, TOP, PLOT = 440, 50, 12, 26, 170
ROW, BAR = 34, 12  # of the waits below: a name and a bar
POINTS = 150  # more are not to be seen in so many pixels


def draw(timeline: Timeline) -> str:
    """The chart as an SVG element without colors of its own."""
    samples = thinned(timeline.buffers.samples)
    last = max(samples[-1][0], 1)
    step = nice(max(one + other for _, one, other in samples) / 4)
    rows = waits(timeline)
    bottom = TOP + PLOT
    unit, factor = ("MB", 1e6) if step >= 1e5 else ("kB", 1e3)

    def x(moment: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * max(0, min(moment, last)) / last

    def y(size: float) -> float:
        return bottom - PLOT * size / (4 * step)

    def line(sizes: list[float]) -> str:
        points = zip(samples, sizes, strict=True)
        return "L".join(f"{x(sample[0]):.0f} {y(size):.0f}" for sample, size in points)

    unread = line([other for _, _, other in samples])
    whole = line([one + other for _, one, other in samples])
    back = "L".join(reversed(unread.split("L")))
    height = bottom + 24 + ROW * len(rows) + 4
    parts = [
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"><title>{escape(title(timeline))}</title>',
        f'<path class="wb-kept" d="M{whole}L{back}Z"/>',
        f'<path class="wb-unread" d="M{x(0):.0f} {bottom}L{unread}V{bottom}Z"/>',
        f'<path class="wb-whole" d="M{whole}"/>',
        _axes(x, y, step, factor, unit, last),
    ]
    for number, (name, calls) in enumerate(rows):
        top = bottom + 24 + ROW * number
        bars = "".join(
            _bar(call, x(call.start), x(end_of(timeline) if call.end is None else call.end), top + 18) for call in calls
        )
        parts.append(f'<text x="{LEFT}" y="{top + 12}">{escape(name)}</text>{bars}')
    return "".join([*parts, "</svg>"])


def title(timeline: Timeline) -> str:
    one, other = ends(timeline)
    return f"Bytes under way from {one} to {other} over time; the list below tells the same in words"


def ends(timeline: Timeline) -> tuple[str, str]:
    """The names of the lane that sent most on the connection, and of the other that received most."""
    moved: dict[str, dict[str, int]] = {"sent": {}, "received": {}}
    for call in timeline.calls:
        if call.on == timeline.buffers.of and call.bytes:
            by_name = moved["sent" if call.call in GIVES else "received"]
            name = timeline.lanes[call.lane].name
            by_name[name] = by_name.get(name, 0) + call.bytes
    sender = max(moved["sent"], key=moved["sent"].get)
    moved["received"].pop(sender, None)
    return sender, max(moved["received"], key=moved["received"].get)


def waits(timeline: Timeline) -> list[tuple[str, list[Call]]]:
    """Where the two ends waited: 'client.py in send', with the calls."""
    found: dict[str, list[Call]] = {}
    for call in timeline.calls:
        name = timeline.lanes[call.lane].name
        moves = call.on == timeline.buffers.of and not makes_connection(call)
        if call.blocked and name in ends(timeline) and (moves or call.call == "sleep"):
            what = f"{name} sleeps" if call.call == "sleep" else f"{name} waits in {call.call}"
            found.setdefault(what, []).append(call)
    return list(found.items())


def thinned(samples: list[list[float]]) -> list[list[float]]:
    """Enough of the samples: in each of many short times the one with the most bytes, and the last."""
    last = samples[-1][0] or 1
    kept: dict[int, list[float]] = {}
    for sample in samples:
        part = int(POINTS * sample[0] / last)
        kept[part] = max(kept.get(part, sample), sample, key=lambda one: one[1] + one[2])
    return [*kept.values(), samples[-1]]


def nice(size: float) -> float:
    """The next number that is 1, 2, 2.5 or 5 times a power of ten."""
    power = 10 ** (len(str(int(size))) - 1)
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= size)


def story(timeline: Timeline) -> list[str]:
    """The chart in sentences: what was under way at some moments, and who waited when."""
    samples = timeline.buffers.samples
    one, other = ends(timeline)
    moments = {
        max(samples, key=lambda sample: sample[1])[0],
        max(samples, key=lambda sample: sample[2])[0],
        samples[-1][0],
    }
    moments |= {samples[len(samples) * part // 6][0] for part in range(6)}
    told = [
        (moment, f"At {moment:.0f} ms, {sent:,.0f} bytes are in {one}'s kernel, {unread:,.0f} unread in {other}'s.")
        for moment, sent, unread in samples
        if moment in moments
    ]
    told += [
        (call.start, f"At {call.start:.0f} ms, {sentence(timeline, call)}")
        for _, calls in waits(timeline)
        for call in calls
    ]
    return [text for _, text in sorted(told)]


def _axes(x, y, step: float, factor: float, unit: str, last: float) -> str:
    sizes = "".join(
        f'<text x="{LEFT - 8}" y="{y(step * part) + 4:.0f}">{step * part / factor:g}</text>' for part in range(5)
    )
    apart = nice(last / 5)
    moments = [apart * part for part in range(int(last / apart) + 1)]
    times = "".join(
        f'<text class="wb-time" x="{x(moment):.0f}" y="{y(0) + 16:.0f}">{moment:g}</text>' for moment in moments[:-1]
    )
    times += f'<text class="wb-time" x="{x(moments[-1]):.0f}" y="{y(0) + 16:.0f}">{moments[-1]:g} ms</text>'
    lines = "".join(f"M{LEFT} {y(step * part):.0f}H{WIDTH - RIGHT}" for part in range(5))
    return f'<g class="wb-scale"><path d="{lines}"/><text x="{LEFT - 8}" y="12">{unit}</text>{sizes}{times}</g>'


def _bar(call: Call, start: float, end: float, y: float) -> str:
    kind, width = "sleep" if call.call == "sleep" else "wait", max(end - start, 2)
    return (
        f'<g class="wb-{kind}"><rect x="{start:.0f}" y="{y}" width="{width:.0f}" height="{BAR}"/>'
        f'<path class="wb-edge" d="M{start:.0f} {y + BAR / 2:.0f}h{width:.0f}"/></g>'
    )

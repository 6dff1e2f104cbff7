"""Draw the bytes that both ends of a connection hold over time, from the same recording as the picture: time to the right, to scale.

Above, what the sender's kernel keeps because it is not yet acknowledged; below, what the receiver's kernel holds unread. A
byte that has arrived and is not yet acknowledged is in both. Bars show when the two programs waited.
"""

from html import escape

from wouldblock.timelines.model import Buffers, Call, Timeline
from wouldblock.timelines.sentences import makes_connection, sentence

WIDTH, LEFT, RIGHT = 440, 44, 30
PANEL, TITLE = 84, 24  # the height of a curve, and of the line above it
ROW, BAR = 36, 12  # of the waits below: a name and a bar
POINTS = 150  # more are not to be seen in so many pixels
NARROW = 3  # pixels of the shortest bar
MOMENTS = 8  # at which the words tell the sizes, evenly spread, besides the largest


def draw(timeline: Timeline) -> str:
    """The chart as an SVG element without colors of its own."""
    samples = thinned(sampled(timeline).samples)
    first, last = samples[0][0], max(samples[-1][0], samples[0][0] + 1)
    step = nice(max(max(kept, unread) for _, kept, unread in samples) / 2)
    unit, factor = ("MB", 1e6) if step >= 1e5 else ("kB", 1e3)
    sender, receiver = ends(timeline)
    rows = waits(timeline)

    def x(moment: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(moment, first), last) - first) / (last - first)

    parts, top = [], 0
    for kind, number, name in (("kept", 1, f"{sender}: not yet acknowledged"), ("unread", 2, f"{receiver}: unread")):
        bottom = top + TITLE + PANEL
        levels = [(x(sample[0]), bottom - PANEL * sample[number] / (2 * step)) for sample in samples]
        steps = "".join(f"H{at:.0f}V{level:.0f}" for at, level in levels)
        sizes = "".join(
            f'<text x="{LEFT - 6}" y="{bottom - PANEL * part / 2 + 4:.0f}">{step * part / factor:g}</text>'
            for part in (0, 1, 2)
        )
        lines = "".join(f"M{LEFT} {bottom - PANEL * part / 2:g}H{WIDTH - RIGHT}" for part in (0, 1, 2))
        parts.append(
            f'<text x="{LEFT}" y="{top + 14}">{escape(name)}, {unit}</text>'
            f'<path class="wb-{kind}" d="M{LEFT} {bottom}{steps}V{bottom}Z"/>'
            f'<g class="wb-scale"><path d="{lines}"/>{sizes}</g>'
        )
        top = bottom + 8
    apart = nice((last - first) / 5)
    moments = [apart * part for part in range(int(first // apart) + 1, int(last // apart) + 1)]
    labels = "".join(f'<text class="wb-time" x="{x(at):.0f}" y="{top + 8}">{at:g}</text>' for at in moments)
    parts.append(f'<g class="wb-scale">{labels}<text x="{WIDTH}" y="{top + 8}">ms</text></g>')
    top += 16
    for name, calls in rows:
        waited = sorted((x(start), x(end)) for call in calls for start, end in timeline.spans(call))
        kind = "sleep" if calls[0].call == "sleep" else "wait"
        bars = (_bar(kind, start, end, top + 20) for start, end in joined(waited))
        parts.append(f'<text x="{LEFT}" y="{top + 14}">{escape(name)}</text>{"".join(bars)}')
        top += ROW
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {top + 4}" width="{WIDTH}" height="{top + 4}">'
        f"<title>{escape(title(timeline))}</title>{''.join(parts)}</svg>"
    )


def sampled(timeline: Timeline) -> Buffers:
    """The bytes that were counted; a page asks for this chart only where there are some."""
    if timeline.buffers is None:
        raise ValueError(f"the recording of {timeline.scenario} counts no bytes in buffers")
    return timeline.buffers


def title(timeline: Timeline) -> str:
    """What a picture shows, for a reader who does not see it."""
    sender, receiver = ends(timeline)
    return f"Bytes under way from {sender} to {receiver} over time; the list below tells the same in words"


def ends(timeline: Timeline) -> tuple[str, str]:
    """The lane that made the connection and sends, and the one that accepted it."""
    made = {call.call: timeline.lanes[call.lane].name for call in timeline.calls if call.on == sampled(timeline).of}
    return made["connect"], made["accept"]


def waits(timeline: Timeline) -> list[tuple[str, list[Call]]]:
    """Where the two ends waited meanwhile: 'client.py waits in send', with the calls."""
    calls_by_wait: dict[str, list[Call]] = {}
    first, last = sampled(timeline).samples[0][0], sampled(timeline).samples[-1][0]
    for call in timeline.calls:
        name = timeline.lanes[call.lane].name
        meanwhile = call.start < last and (call.end is None or call.end > first)
        if call.blocked and meanwhile and name in ends(timeline) and not makes_connection(call):
            what = f"{name} sleeps" if call.call == "sleep" else f"{name} waits in {call.call}"
            calls_by_wait.setdefault(what, []).append(call)
    return list(calls_by_wait.items())


def thinned(samples: list[list[float]]) -> list[list[float]]:
    """Enough of the samples: in each of many short times the one with the most bytes, and the last."""
    first, span = samples[0][0], samples[-1][0] - samples[0][0] or 1
    kept: dict[int, list[float]] = {}
    for sample in samples:
        part = int(POINTS * (sample[0] - first) / span)
        kept[part] = max(kept.get(part, sample), sample, key=lambda candidate: candidate[1] + candidate[2])
    return [*kept.values(), samples[-1]]


def size(count: float) -> str:
    """A number of bytes, rounded: the kernel counts the end of a stream as one more."""
    for unit, factor in (("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count:.0f} byte{'' if count == 1 else 's'}"


def nice(least: float) -> float:
    """The next number that is 1, 2, 2.5 or 5 times a power of ten."""
    power = 10 ** (len(str(int(least))) - 1)
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least)


def story(timeline: Timeline) -> list[str]:
    """The chart in sentences: what both ends held at some moments, and who waited when."""
    samples = sampled(timeline).samples
    sender, receiver = ends(timeline)
    chosen = {samples.index(max(samples, key=lambda sample: sample[number])) for number in (1, 2)}
    first, span = samples[0][0], samples[-1][0] - samples[0][0]
    moments = [first + span * part / MOMENTS for part in range(MOMENTS + 1)]
    chosen |= {max(number for number, sample in enumerate(samples) if sample[0] <= moment) for moment in moments}
    told = [
        (moment, f"At {moment:.0f} ms, {sender}'s end keeps {size(kept)}, and {receiver}'s {size(unread)} unread.")
        for moment, kept, unread in (samples[number] for number in chosen)
    ]
    told += [
        (begin, f"{sentence(timeline, call).removesuffix('.')}, from {begin:.0f} ms on.")
        for _, calls in waits(timeline)
        for call in calls
        for begin, _ in timeline.spans(call)[:1]
    ]
    return [text for _, text in sorted(told)]


def joined(waited: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans in pixels, in order, with those as one between which no gap is to be seen."""
    spans: list[tuple[float, float]] = []
    for start, end in waited:
        if spans and start < spans[-1][1] + NARROW:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
    return spans


def _bar(kind: str, start: float, end: float, y: float) -> str:
    width = max(end - start, NARROW)
    return (
        f'<g class="wb-{kind}"><rect x="{start:.0f}" y="{y}" width="{width:.0f}" height="{BAR}"/>'
        f'<path class="wb-edge" d="M{start:.0f} {y + BAR / 2:g}h{width:.0f}"/></g>'
    )

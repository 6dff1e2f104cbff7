"""What the text of a page says about calls, such as "`recv()` waits", checked against the recordings that the page shows.

Where it does not mean these, an option below a picture says so: 'elsewhere: recv() waits'.
"""

import re

from wouldblock.timelines.model import Timeline

PREDICTION = re.compile(r"^\?\?\? question .*\n(?:(?: {4}.*)?\n)*", re.MULTILINE)  # most of its answers are wrong
CALL = r"`[\w.]*?(?P<call>\w+)\(\)`"
BEFORE = re.compile(  # `recv()` waits; `recv()` does not wait
    rf"""
    (?: \b (?P<none> [Nn]o ) [ ] )?
    {CALL} (?: [ ] calls? )? [ ]
    (?: (?: really | still | then | also | both ) [ ] )*
    (?:
        (?P<no> (?: does | did | do ) [ ] not [ ] (?: wait | block ) | never [ ] (?: waits? | waited | blocks? | blocked ) )
        | waits | waited | blocks | blocked
    ) \b
    """,
    re.VERBOSE,
)
BEHIND = re.compile(  # waits in `recv()`; never waits inside its `recv()`
    rf"""
    (?P<none> nobody [ ] )? (?P<no> never [ ] )?
    \b (?: waits | waited | waiting | blocks | blocked | stands | stood | stuck ) [ ]
    (?: in | inside ) [ ] (?: (?: its | the | an? ) [ ] )? {CALL}
    """,
    re.VERBOSE,
)
PYTHONS_NAMES = {"sendall": "send", "recv_into": "recv", "create_connection": "connect", "waitpid": "wait"}


def statements(text: str) -> list[tuple[str, str, bool]]:
    """What a page's text says about calls: the words, the kernel's name of the call, and whether it is said to wait."""
    text = " ".join(PREDICTION.sub("", text).split())
    matches = [match for pattern in (BEFORE, BEHIND) for match in pattern.finditer(text)]
    return [
        (match[0].replace("`", ""), PYTHONS_NAMES.get(match["call"], match["call"]), not (match["no"] or match["none"]))
        for match in sorted(matches, key=lambda match: match.start())
    ]


def contradictions(text: str, shown: list[Timeline], elsewhere: list[str]) -> list[str]:
    """Statements of a page that none of its recordings bears out, and that are not said to be meant otherwise.

    `elsewhere` are the words of those options; one that the text does not say is told as well.
    """
    stated = statements(text)
    calls = {(call.call, call.blocked) for timeline in shown for call in timeline.calls}
    problems = [
        f"says '{words}', but no recording on the page shows {_article(name)} {name} that "
        f"{'waits' if waits else 'does not wait'}; correct it, or write 'elsewhere: {words}' below '::: picture'"
        for words, name, waits in stated
        if (name, waits) not in calls and words not in elsewhere
    ]
    problems += [
        f"does not say {words!r} any more; delete the line 'elsewhere: {words}'"
        for words in elsewhere
        if words not in [stated_words for stated_words, _, _ in stated]
    ]
    return problems


def _article(name: str) -> str:
    return "an" if name[0] in "aeiou" else "a"

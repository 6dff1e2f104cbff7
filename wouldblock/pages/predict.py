"""The questions that a page asks its reader first, with options of which exactly one is right.

    ??? question "Predict: what does the client get?"

        The server has gone.

        - [ ] An exception.
        - [x] `b''`.

        Why: closing is an end, and no error.

On the page it is a fold with the options and, in a fold of its own, the answer; scripts make the options answerable.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

QUESTION = re.compile(r'^\?\?\? question "(Predict: [^"\n]*)"\n((?:(?: {4}.*)?\n)*)', re.MULTILINE)
OPTION = re.compile(r"^- \[([ x])\] (.*(?:\n(?!- |\n| *$).*)*)$", re.MULTILINE)
WHY = re.compile(r"^Why: (.*(?:\n.+)*)", re.MULTILINE)
HOW = "give it two or more options '- [ ] …', mark the right one with '- [x]', and say why in a paragraph 'Why: …' below them"


@dataclass(frozen=True)
class Question:
    """What a page asks: its title, what is told before the options, the options, the right one's number from 1, and why."""

    title: str
    before: str
    options: list[str]
    right: int
    why: str


def parse(title: str, body: str) -> Question:
    """Read a question; raises ValueError with a sentence where it has not exactly one right option and a reason."""
    options = OPTION.findall(body)
    right = [number for number, (mark, _) in enumerate(options, 1) if mark == "x"]
    why = WHY.search(body)
    if len(options) < 2 or len(right) != 1 or not why:
        raise ValueError(f"the question '{title}' has {len(right)} right options out of {len(options)}; {HOW}")
    before = OPTION.split(body, maxsplit=1)[0].strip()
    return Question(title, before, [text for _, text in options], right[0], sentence(why[1]))


def sentence(text: str) -> str:
    """A text in one line, with a capital."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def rendered(text: str, render: Callable[[Question], str], warn: Callable[[str], str]) -> str:
    """The text of a page with each question in a form; what is wrong with one is warned of, and shown in its place."""

    def replaced(match: re.Match) -> str:
        body = re.sub(r"^ {4}", "", match[2], flags=re.MULTILINE)
        try:
            return render(parse(match[1], body)) + "\n\n"
        except ValueError as error:
            return warn(str(error)) + "\n\n"

    return QUESTION.sub(replaced, text)


def fold(question: Question) -> str:
    """A question in the Markdown of Material: a fold, and in it another one with the answer."""
    options = "\n".join(f"- {option}" for option in question.options)
    answer = f"**{_ended(question.options[question.right - 1])}** {question.why}"
    inner = f'{question.before}\n\n{options}\n\n??? success "Answer"\n\n{_indented(answer)}'
    return f'??? question wb-predict wb-right-{question.right} "{question.title}"\n\n{_indented(inner)}'


def plain(question: Question) -> str:
    """A question in plain Markdown, its answer at the end."""
    options = "\n".join(f"- {option}" for option in question.options)
    answer = f"Answer: {_ended(question.options[question.right - 1])} {question.why}"
    return "\n\n".join(part for part in (f"**{question.title}**", question.before, options, answer) if part)


def _ended(option: str) -> str:
    return " ".join(option.split()) if option[-1] in ".?!" else f"{' '.join(option.split())}."


def _indented(text: str) -> str:
    return re.sub(r"^(?=.)", "    ", text, flags=re.MULTILINE)

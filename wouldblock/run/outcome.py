"""What one start of one program came to: what it printed, and every reason why it does not pass."""

from dataclasses import dataclass, field
from pathlib import Path

from wouldblock.project import shown_path


@dataclass(frozen=True)
class Print:
    """One call of print: its line in the file, its text, its time (ns, one clock for all), its process and thread."""

    line: int
    text: str
    at: int
    who: tuple[int, int]


@dataclass
class Run:
    """What one start of one program did: what it printed, and every reason why it does not pass, as sentences."""

    program: Path
    prints: list[Print] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unavailable: str = ""  # what the program said if the system forbids what it needs

    def problem(self, sentence: str) -> None:
        """Note why it does not pass: what follows the program's name in the sentence, and the cure."""
        self.problems.append(f"{shown_path(self.program)} {sentence}")


def indented(text: str) -> str:
    """A text as a message shows it below its own sentence."""
    return "\n".join(f"    {line}" for line in text.splitlines())

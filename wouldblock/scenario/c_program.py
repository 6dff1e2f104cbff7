"""Programs in C beside those in Python: how a reader builds and starts one, and how the tests do."""

import shutil
import subprocess
from pathlib import Path

SUFFIX = ".c"
INSTALL = "there is no C compiler here; on Debian install one with: apt-get install gcc libc6-dev"


def is_c(program: str | Path) -> bool:
    """Whether a program is written in C, by its name."""
    return Path(program).suffix == SUFFIX


def compiler() -> str | None:
    """The path of the C compiler, or None."""
    return shutil.which("cc")


def build_command(program: str) -> str:
    """What a reader enters to build a program, in its folder."""
    return f"cc -O2 -Wall -o {Path(program).stem} {program}"


def start_command(program: str) -> str:
    """What a reader enters to start a program, in its folder."""
    return f"./{Path(program).stem}" if is_c(program) else f"python {program}"


def build(program: Path) -> str:
    """Build a program in its folder, as its readers do, and return what the compiler complains about, nothing if all is well."""
    command = build_command(program.name).replace("-Wall", "-Wall -Wextra -Werror")
    done = subprocess.run(command.split(), cwd=program.parent, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()

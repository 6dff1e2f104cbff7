"""Programs in C beside those in Python: how a reader builds and starts one, and how the tests do."""

import shutil
import subprocess
from pathlib import Path

SUFFIX = ".c"
INSTALL = "there is no C compiler here; on Debian install one with: apt-get install gcc libc6-dev"


def is_c(program: str | Path) -> bool:
    return Path(program).suffix == SUFFIX


def compiler() -> str | None:
    return shutil.which("cc")


def build_command(program: str) -> str:
    """What a reader enters to build a program, in its folder."""
    return f"cc -O2 -Wall -o {Path(program).stem} {program}"


def start_command(program: str) -> str:
    """What a reader enters to start a program, in its folder."""
    return f"./{Path(program).stem}" if is_c(program) else f"python {program}"


def build(program: Path, folder: Path) -> Path:
    """Build a program into a folder, as its readers do, but with every warning an error; raises CalledProcessError."""
    built = folder / program.stem
    command = [*build_command(program.name).split()[:-2], str(built), "-Wextra", "-Werror", str(program)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return built

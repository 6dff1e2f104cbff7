"""The emulator v86, from its npm package, of which the bytes are known."""

import base64
import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

from wouldblock.project import ProjectError

VERSION = "0.5.462"
INTEGRITY = "aKPX7DdzqAKFRv2omDkqSju0uEzlOxzo+II82J5UT7+tZNsboA6kyaNq9NKAnxvo9hzpJ8dQj7vcvcz0J7I2QA=="
FILES = ("build/libv86.mjs", "build/v86.wasm", "LICENSE")


def download(folder: Path) -> dict[str, Path]:
    """Download the package, and give its files by name; raises ProjectError where it is not the one that was pinned."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"v86-{VERSION}.tgz"
    if not archive.is_file():
        command = ["npm", "pack", f"v86@{VERSION}", "--json", "--pack-destination", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode:
            raise ProjectError(f"npm can't download v86 {VERSION}: {done.stderr.strip().splitlines()[-1]}")
        json.loads(done.stdout)
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != INTEGRITY:
        archive.unlink()
        raise ProjectError(
            f"the package v86 {VERSION} is not the one of which emulator.py has the hash; look what has changed"
        )
    with tarfile.open(archive) as packed:
        for name in FILES:
            packed.extract(f"package/{name}", folder, filter="data")
    return {Path(name).name: folder / "package" / name for name in FILES}


def without_names(program: bytes) -> bytes:
    """A program of WebAssembly without its custom sections, which hold names for debuggers and do nothing."""
    kept, at = program[:8], 8
    while at < len(program):
        size, start = number(program, at + 1)
        if program[at]:
            kept += program[at : start + size]
        at = start + size
    return kept


def number(program: bytes, at: int) -> tuple[int, int]:
    """The number that WebAssembly has written at a place, 7 bits a byte, the lowest first; and the place behind it."""
    value = shift = 0
    while True:
        value |= (program[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if program[at - 1] < 128:
            return value, at

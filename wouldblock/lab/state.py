"""Makes what v86 saved small: its own state without the guest's memory, and of the memory only pages that hold something.

What is written, before it is compressed: the size of v86's state and that state; the number of runs of pages, each run as its first
page and its length; then the pages. All numbers have 32 bits, little end first. theme/assets/lab/machine.js reads it.
"""

import json
import struct
import subprocess
from pathlib import Path

MAGIC = 0x86768676
VERSION = 6
PAGE = 4096
MEMORY, BITMAP = 77, 78  # where CPU.get_state of v86 keeps them
WINDOW = 25  # as a power of two: what the decoder has to remember, in bytes


class StateError(Exception):
    """What was saved is not of the form that this module knows."""


def pack(saved: Path, target: Path) -> dict[str, int]:
    """Write the state for the page, compressed; gives the sizes in bytes. Raises StateError for another version's state."""
    state, memory, bitmap = split(saved.read_bytes())
    runs = runs_of(bitmap)
    if sum(length for _, length in runs) * PAGE != len(memory):
        raise StateError("the pages that v86 saved are not as many as it says; see wouldblock/lab/state.py")
    plain = target.with_suffix(".plain")
    plain.write_bytes(
        struct.pack("<I", len(state))
        + state
        + struct.pack("<I", len(runs))
        + b"".join(struct.pack("<II", *run) for run in runs)
        + memory
    )
    command = ["zstd", "-q", "-f", "--ultra", "-22", f"--long={WINDOW}", str(plain), "-o", str(target)]
    subprocess.run(command, check=True)
    sizes = {"state": plain.stat().st_size, "compressed": target.stat().st_size, "pages": len(memory) // PAGE}
    plain.unlink()
    return sizes


def split(saved: bytes) -> tuple[bytes, bytes, bytes]:
    """v86's state with an empty memory; the pages; a bit for each page that was saved."""
    magic, version, _, length = struct.unpack_from("<IIII", saved)
    if (magic, version) != (MAGIC, VERSION):
        raise StateError(f"v86 saved version {version} of its state, not {VERSION}; adapt wouldblock/lab/state.py")
    info = json.loads(saved[16 : 16 + length])
    start = aligned(16 + length)
    buffers = [saved[start + each["offset"] :][: each["length"]] for each in info["buffer_infos"]]
    numbers = [info["state"][place]["buffer_id"] for place in (MEMORY, BITMAP)]
    memory, bitmap = (buffers[number] for number in numbers)
    buffers[numbers[0]], buffers[numbers[1]] = b"", bytes(len(bitmap))
    return joined(info["state"], buffers), memory, bitmap


def joined(state: list, buffers: list[bytes]) -> bytes:
    """The form of v86: a header, a description in JSON, and the buffers that it names."""
    infos, body = [], b""
    for buffer in buffers:
        infos.append({"offset": len(body), "length": len(buffer)})
        body += buffer + bytes(-len(buffer) % 4)
    info = json.dumps({"buffer_infos": infos, "state": state}, separators=(",", ":")).encode()
    head = info + bytes(-len(info) % 4)
    return struct.pack("<IIII", MAGIC, VERSION, 16 + len(head) + len(body), len(info)) + head + body


def aligned(number: int) -> int:
    """The next number that is divisible by 4, in bytes."""
    return number + -number % 4


def runs_of(bitmap: bytes) -> list[tuple[int, int]]:
    """Runs of set bits, the lowest bit of a byte first: (first, length)."""
    runs: list[list[int]] = []
    for page in range(8 * len(bitmap)):
        if bitmap[page >> 3] >> (page & 7) & 1:
            if runs and sum(runs[-1]) == page:
                runs[-1][1] += 1
            else:
                runs.append([page, 1])
    return [(first, length) for first, length in runs]

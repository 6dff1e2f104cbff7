"""The memory of processes, and of the kernel, on Linux. Imports next to nothing, as it is part of what is measured in workers/hold.py."""

import sys

SAMPLE = 40  # processes whose memory is read, where there are more


def memory(pids: list[int]) -> float | None:
    """Bytes that processes hold: their share of what they share, and their page tables; of many, a sample is read.

    The kernel's own memory for sockets and for stacks is not among it: Linux does not tell it by process, but see
    `kernel`. None where the system is another one.
    """
    if sys.platform != "linux":
        return None
    first, *rest = pids
    sizes = [size for size in map(_memory_of, rest[:: max(len(rest) // SAMPLE, 1)]) if size]
    return _memory_of(first) + (sum(sizes) / len(sizes) * len(rest) if sizes else 0)


def _memory_of(pid: int) -> int:
    """Bytes of one process, by proc(5); 0 if it has ended."""
    kib = 0
    try:
        for name, key in (("smaps_rollup", "Pss:"), ("status", "VmPTE:")):
            with open(f"/proc/{pid}/{name}") as file:
                kib += sum(int(line.split()[1]) for line in file if line.startswith(key))
    except OSError:
        return 0
    return kib * 1024


def kernel() -> int:
    """Bytes that the kernel holds for itself: its objects, such as sockets and processes, and its stacks; of the whole system.

    So only the growth by many things at once tells something. Page tables are not among them: `memory` has those. 0
    where the system is another one.
    """
    if sys.platform != "linux":
        return 0
    with open("/proc/meminfo") as file:
        return sum(int(line.split()[1]) * 1024 for line in file if line.startswith(("Slab:", "KernelStack:")))


def available() -> int | None:
    """Bytes of memory that can be had without harm to others, or None where the system does not tell."""
    try:
        with open("/proc/meminfo") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:"))
    except OSError:
        return None


def reason_too_little(processes: int, each: float) -> str:
    """Why so many processes of so many MiB each can't be had here, as a sentence; nothing where they can."""
    have, need = available(), processes * each * 1.25 * 2**20
    return f"it would need about {need / 2**30:.0f} GiB of memory, with a reserve" if have and need > have else ""

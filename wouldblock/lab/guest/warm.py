"""A Python that has started already, and becomes the one that a program of the lab starts: see warm.c and python.c."""

import ctypes
import io
import os
import signal
import sys
import types

import program
import sitecustomize

LARGEST = 128 * 1024


def wait() -> None:
    """Wait for ever; goes on in the copies only, each in a process that has just begun to run python3."""
    os.closerange(3, 1000)
    warm = os.open("/proc/warm", os.O_RDONLY)
    before, after = ctypes.pythonapi.PyOS_BeforeFork, ctypes.pythonapi.PyOS_AfterFork_Child
    before()
    said = os.read(warm, LARGEST)
    after()
    count, ignored, *fields = said.split(b"\0")[:-1]
    words, environment = map(os.fsdecode, fields[: int(count)]), fields[int(count) :]
    take_environment(dict(field.split(b"=", 1) for field in environment if b"=" in field))
    take_signals(int(ignored))
    start(list(words))


def take_environment(given: dict[bytes, bytes]) -> None:
    if given != dict(os.environb):
        os.environb.clear()
        os.environb.update(given)


def take_signals(ignored: int) -> None:
    """What is ignored stays so, as for every program that is started; of the others Python sets three."""
    for number in range(1, 32):
        if ignored >> number & 1:
            signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)
    if not ignored >> signal.SIGINT & 1:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def start(words: list[str]) -> None:
    """Do what `python3 [-B] [-E] [-u] (-c code | file) …` does."""
    at = next(at for at, word in enumerate(words) if at and word not in ("-B", "-E", "-u"))
    open_streams("-u" in words[:at])
    sys.orig_argv = words
    if any(module in word for word in words for module in sitecustomize.STARTED):
        sitecustomize.install()
    main = types.ModuleType("__main__")
    if words[at] == "-c":
        sys.argv = ["-c", *words[at + 2 :]]
        sys.path.insert(0, "")
        name, source = "<string>", words[at + 1]
    else:
        sys.argv = words[at:]
        folder, file = os.path.split(os.path.realpath(words[at]))
        sys.path.insert(0, folder)
        name = main.__file__ = f"{folder}/{file}"
        with open(name, "rb") as text:
            source = text.read()
    program.run(main, name, source)


def open_streams(unbuffered: bool) -> None:
    """As Python's create_stdio() does, in a locale of UTF-8."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        stream = None
        if is_open(descriptor):
            raw = io.FileIO(descriptor, "w" if descriptor else "r", closefd=False)
            raw.name = f"<{name}>"
            at_terminal = raw.isatty()
            size = max(os.fstat(descriptor).st_blksize, 512)
            buffer = (
                io.BufferedReader(raw, size) if not descriptor else raw if unbuffered else io.BufferedWriter(raw, size)
            )
            stream = io.TextIOWrapper(
                buffer,
                "utf-8",
                "backslashreplace" if descriptor == 2 else "surrogateescape",
                newline=None if descriptor == 0 else "\n",
                line_buffering=at_terminal or descriptor == 2,
                write_through=unbuffered and descriptor > 0,
            )
            stream.mode = "w" if descriptor else "r"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True

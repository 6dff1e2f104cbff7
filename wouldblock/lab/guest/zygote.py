"""Forks a warm Python for each start of a program, so that nothing is imported after the reader's press; and one for warm.py.

A slot's process is forked before its program is known, has run something already, so that it has its own copy of
what every program changes, and reads the program's name from a socket. Process 1, agent.c, holds the other ends.
"""

import ctypes
import gc
import importlib.util
import io
import multiprocessing.process
import os
import signal
import struct
import sys
import types

import program
import sitecustomize
import warm

ORDERS, OUTPUT, FOLDER = 3, 100, "/programs"
IMPORTED = """
    array asyncio asyncio.selector_events asyncio.unix_events collections concurrent.futures.process
    concurrent.futures.thread contextlib ctypes dataclasses encodings.ascii encodings.idna enum errno fcntl functools
    itertools json math mmap multiprocessing.connection multiprocessing.pool multiprocessing.popen_fork
    multiprocessing.popen_spawn_posix multiprocessing.queues multiprocessing.resource_tracker multiprocessing.spawn
    multiprocessing.synchronize pathlib queue random re resource select selectors signal socket ssl struct subprocess
    tempfile threading time timeit traceback
""".split()
WARM = """
import contextlib, os, select, selectors, socket, threading, time
class Thing:
    def method(self, *args, key=2): return [item for item in args if item]
a, b = socket.socketpair()
with a, b:
    b.settimeout(1)
    a.sendall(b"x"); b.recv(10)
with socket.create_server(("127.0.0.1", 0)) as listener:
    with socket.create_connection(listener.getsockname(), timeout=1) as c:
        d, e = listener.accept()
        with d:
            d.sendall(b"hello %d" % 5); text = f"{c.recv(10)!r} {e} {1.5:.2f}"
thread = threading.Thread(target=Thing().method, args=(1, 2)); thread.start(); thread.join()
with contextlib.suppress(OSError), socket.socket() as s:
    s.setblocking(False); s.connect(("127.0.0.1", 9))
"""
OFFSETS = {  # of the tables in _Py_DebugOffsets: how many numbers each holds, in the order of 3.13
    "runtime": ("size", "finalizing", "interpreters"),
    "interpreter": (
        "size", "id", "next", "threads", "gc", "modules", "sysdict", "builtins", "gil", "gil_state", "gil_enabled",
        "gil_locked", "gil_holder",
    ),
    "thread": ("size", "previous", "next", "interpreter", "frame", "id", "native_id", "chunk", "status"),
    "frame": ("size", "previous", "code", "instruction", "locals", "owner"),
    "code": ("size", "file", "name", "qualname", "lines", "first", "args", "names", "kinds", "bytes"),
    "object": ("size", "type"),
    "type": ("size", "name", "repr", "flags"),
    "tuple": ("size", "item", "length"),
    "list": ("size", "item", "length"),
    "dict": ("size", "keys", "values"),
    "float": ("size", "value"),
    "long": ("size", "tag", "digit"),
    "bytes": ("size", "length", "value"),
    "text": ("size", "state", "length", "ascii"),
}  # fmt: skip


def offsets() -> bytes:
    """Where CPython keeps what frames.h reads."""
    runtime = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
    names = [f"{table}.{name}" for table, names in OFFSETS.items() for name in names]
    head = ctypes.string_at(runtime, 24 + 8 * len(names))
    if head[:8] != b"xdebugpy":
        raise SystemExit("this Python does not tell where it keeps its frames; frames.h needs 3.13")
    at = dict(zip(names, struct.unpack_from(f"<{len(names)}Q", head, 24), strict=True))
    wanted = (
        "runtime.interpreters interpreter.threads thread.next thread.native_id thread.frame frame.previous frame.code"
        " frame.instruction code.file code.lines code.first code.bytes text.ascii bytes.length bytes.value"
    ).split()
    return struct.pack(f"<{1 + len(wanted)}I", runtime, *map(at.get, wanted))


def become_slot(slot: int) -> None:
    """In the new process: stand where a program stands when it starts, and wait for its name."""
    output, errors, control = range(OUTPUT + 3 * slot, OUTPUT + 3 * slot + 3)
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    control = os.dup2(control, 1000, inheritable=False)
    os.closerange(3, 1000)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("500")
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = io.FileIO(descriptor, "w", closefd=False)
        stream = io.TextIOWrapper(
            io.BufferedWriter(raw), "utf-8", "backslashreplace" if descriptor == 2 else "strict", line_buffering=True
        )
        stream.mode = "w"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.stdin = sys.__stdin__ = open(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    exec(compile(WARM, "warm", "exec"), {})
    sitecustomize.install()
    gc.collect()
    gc.freeze()
    os.write(control, struct.pack("<i", os.getpid()))
    name = os.read(control, 100).decode()
    os.close(control)
    os.setsid()
    run(name)


def run(name: str) -> None:
    """Run a program as `python3 name` does, in its folder, to its end."""
    os.chdir(FOLDER)
    sys.argv = [name]
    sys.path.insert(0, FOLDER)
    multiprocessing.process.ORIGINAL_DIR = FOLDER
    sys.modules["random"].seed()  # its state was saved
    main = types.ModuleType("__main__")
    main.__file__ = name
    with open(name, "rb") as file:
        source = file.read()
    program.run(main, name, source)


def fork_slot(slot: int) -> None:
    """Fork twice, so that process 1 is the parent, and learns how the program ended."""
    child = os.fork()
    if child == 0:
        if os.fork():
            os._exit(0)
        become_slot(slot)
    os.waitpid(child, 0)
    for descriptor in range(OUTPUT + 3 * slot, OUTPUT + 3 * slot + 3):
        os.close(descriptor)


def fork_warm() -> None:
    """Fork the Python that becomes those which programs start."""
    if os.fork() == 0:
        warm.wait()


def main() -> None:
    del sys.path[0], sys.modules["program"], sys.modules["warm"]  # where these files are
    for name in IMPORTED:
        if importlib.util.find_spec(name):  # one of the two machines has no ssl
            importlib.import_module(name)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("-1000")
    os.write(ORDERS, offsets())
    gc.collect()
    gc.freeze()
    fork_warm()
    while orders := os.read(ORDERS, 1):
        fork_slot(orders[0])


main()

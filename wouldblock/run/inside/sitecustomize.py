"""Imported at start-up by the programs of a scenario under test, and by their child processes.

Python imports a module of this name by itself when it finds one on its path, so that the program's own file
stays as it is. Each `print` is reported with its line, each listening socket when it is ready, and at the end
what the program left behind. A report is one line of JSON behind a record separator, written to standard
output with a single write, so that reports of several processes do not mix. It has few types, and imports nothing of
the package, as any Python that runs a scenario has to take it.
"""

import atexit
import builtins
import contextlib
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time

MARK = b"\x1e"
here = os.getcwd()
before: dict[int, str] = {}  # the descriptors that were open at the start
limit = float(os.environ.pop("WOULDBLOCK_LIMIT", 0))  # seconds that the program may take; 0 in what it starts itself
real_print, real_listen, real_bind = builtins.print, socket.socket.listen, socket.socket.bind


def report(**record):
    """Tell the runner, in one line of JSON."""
    os.write(1, MARK + json.dumps(record).encode() + b"\n")


def reporting_print(*args, sep=" ", end="\n", file=None, flush=False):
    """Print, and tell from which line of which file; a print to another file is left as it is."""
    if file not in (None, sys.stdout):
        real_print(*args, sep=sep, end=end, file=file, flush=flush)
        return
    frame = sys._getframe(1)
    text = (" " if sep is None else sep).join(map(str, args))
    report(
        print=text if len(text) < 200 else text[:200] + "…",
        line=frame.f_lineno,
        file=os.path.realpath(os.path.join(here, frame.f_code.co_filename)),
        at=time.monotonic_ns(),
        who=[os.getpid(), threading.get_native_id()],
        whole=end == "\n",
    )


def reporting_listen(sock, *args):
    """Listen, and tell that clients may come."""
    real_listen(sock, *args)
    report(ready=str(sock.getsockname()))


def reporting_bind(sock, address):
    """Bind, and tell of a socket for datagrams that they may come."""
    real_bind(sock, address)
    if sock.type == socket.SOCK_DGRAM:
        report(ready=str(address))


def quiet_interrupt(kind, *rest):
    """A reader's Ctrl-C is no error of the program."""
    if kind is not KeyboardInterrupt:
        sys.__excepthook__(kind, *rest)


def open_descriptors():
    """What each open descriptor is, where the system tells (not on Windows)."""
    targets = {}
    linux = sys.platform == "linux"
    folder = "/proc/self/fd" if linux else "/dev/fd"
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        with contextlib.suppress(OSError):  # the descriptor by which the folder itself was read
            targets[int(name)] = os.readlink(f"{folder}/{name}") if linux else str(os.fstat(int(name)).st_ino)
    return targets


def multiprocessing_descriptors():
    """The pipes to the helper processes that multiprocessing keeps on purpose until the very end."""
    trackers = (
        ("multiprocessing.resource_tracker", "_resource_tracker", "_fd"),
        ("multiprocessing.forkserver", "_forkserver", "_forkserver_alive_fd"),
    )
    return {getattr(getattr(sys.modules.get(module), holder, None), name, None) for module, holder, name in trackers}


def report_leftovers():
    """Tell of threads, descriptors and ended children that the program has left behind."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # strace, interrupted as well, sends it to the program
    for thread in threading.enumerate():
        if thread not in (threading.main_thread(), threading.current_thread()):
            report(left=f"the thread {thread.name!r} running; join it")
    kept = multiprocessing_descriptors()
    # A child that multiprocessing has started holds descriptors of its own until it exits. So does libffi 3.5, below
    # ctypes: it keeps the file from which it was loaded open.
    for number, target in open_descriptors().items() if limit else []:
        if before.get(number) != target and number not in kept and "/libffi.so" not in target:
            report(left=f"descriptor {number} open ({target}); close it, best by 'with'")
    try:
        while os.name == "posix" and (child := os.waitpid(-1, os.WNOHANG)[0]):
            report(left=f"the ended child process {child} unwaited for; wait for it")
    except ChildProcessError:
        pass  # there is none, as it should be


def install():
    """Report from now on."""
    global before
    before = open_descriptors()
    atexit.register(report_leftovers)
    builtins.print = reporting_print  # ty: ignore[invalid-assignment] it is replaced on purpose
    sys.excepthook = quiet_interrupt
    socket.socket.listen, socket.socket.bind = reporting_listen, reporting_bind
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with SIGINT ignored
    if os.name == "nt":  # no signal shows there where a hung process stands: let it tell by itself
        import faulthandler

        faulthandler.dump_traceback_later(limit)


# The program itself, and what multiprocessing starts for it; not a Python whose output the program captures.
if limit or any("multiprocessing" in word for word in sys.orig_argv):
    install()
    if extra := os.environ.pop("WOULDBLOCK_EXTRA", ""):  # "module:argument": what a watcher puts inside as well
        module, _, argument = extra.partition(":")
        importlib.import_module(module).install(argument)

"""Imported at start-up by every Python of the lab: tells which line printed what, and when a socket is ready.

A report is a line behind a record separator, written to standard output with one write, so that those of several
processes do not mix: `line text` of a print of the program's own file, `!` for a socket that listens.
"""

import builtins
import os
import sys

MARK = "\x1e"
STARTED = (
    "multiprocessing.spawn",
    "multiprocessing.forkserver",
)  # what multiprocessing starts to run a part of a program
real_print = builtins.print


def report(text):
    os.write(1, f"{MARK}{text}\n".encode("utf-8", "backslashreplace"))


def reporting_print(*args, sep=" ", end="\n", file=None, flush=False):
    frame = sys._getframe(1)
    text = (" " if sep is None else sep).join(map(str, args))
    own = frame.f_code.co_filename.rpartition("/")[2] == sys.argv[0].rpartition("/")[2]
    line = end == "\n" and "\n" not in text
    if own and line and file in (None, sys.stdout) and sys.stdout is sys.__stdout__:
        report(f"{frame.f_lineno} {text}")
    else:
        real_print(*args, sep=sep, end=end, file=file, flush=flush)


def quiet_interrupt(kind, *rest):
    """Ctrl-C is no error of the program."""
    if kind is not KeyboardInterrupt:
        sys.__excepthook__(kind, *rest)


def install():
    import socket  # half of a start on this slow processor, so not in a Python that does not report

    real_listen, real_bind = socket.socket.listen, socket.socket.bind

    def listen(sock, *args):
        real_listen(sock, *args)
        report("!")

    def bind(sock, address):
        real_bind(sock, address)
        if sock.type == socket.SOCK_DGRAM:
            report("!")

    builtins.print, sys.excepthook = reporting_print, quiet_interrupt
    socket.socket.listen, socket.socket.bind = listen, bind


# A Python whose output the program captures does not report.
if any(module in word for word in sys.orig_argv for module in STARTED):
    install()

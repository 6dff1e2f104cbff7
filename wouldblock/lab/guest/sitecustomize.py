"""Imported at start-up by every Python of the lab: tells which line printed what, and when a socket is ready.

A report is a line behind a record separator, written to standard output with one write, so that those of several
processes do not mix: `line text` of a print of the program's own file, `!` for a socket that listens.
"""

import builtins
import os
import socket
import sys

MARK = "\x1e"
real_print, real_listen, real_bind = builtins.print, socket.socket.listen, socket.socket.bind


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


def reporting_listen(sock, *args):
    real_listen(sock, *args)
    report("!")


def reporting_bind(sock, address):
    real_bind(sock, address)
    if sock.type == socket.SOCK_DGRAM:
        report("!")


def quiet_interrupt(kind, *rest):
    """Ctrl-C is no error of the program."""
    if kind is not KeyboardInterrupt:
        sys.__excepthook__(kind, *rest)


def install():
    builtins.print, sys.excepthook = reporting_print, quiet_interrupt
    socket.socket.listen, socket.socket.bind = reporting_listen, reporting_bind


# What multiprocessing starts for a program reports; a Python whose output the program captures does not.
if any("multiprocessing" in word for word in sys.orig_argv):
    install()

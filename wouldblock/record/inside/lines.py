"""Tell the line of the program that makes each system call; only in a program that is being recorded.

strace sees the system calls of a thread, and not its lines. So right before and after a C function that may
make one, this module makes a call that nothing else makes: it writes a note to a descriptor that can't exist.
The note names the line of the nearest file of the scenario, however deep in the library the call is made. Where line 7
of a program calls recv(), strace writes:

    write(-1, "> 7 recv socket.recv 0", 22) = -1 EBADF
    recvfrom(4<TCP:[127.0.0.1:12345->127.0.0.1:40672]>, "hello", 1024, 0, NULL, NULL) = 5
    write(-1, "<", 1) = -1 EBADF
"""

import _socket
import contextlib
import ctypes
import os
import socket
import sys
import threading

from pace import Pace

NOWHERE = -1
write = ctypes.PyDLL(None).write
CALLS = {
    "_accept", "recv", "recv_into", "recvfrom", "recvmsg", "send", "sendall", "sendto", "sendmsg", "connect",
    "connect_ex", "close", "shutdown", "listen", "select", "poll", "sleep", "pause", "fork", "wait", "waitpid", "kill",
    "_exit", "acquire", "join", "get", "start_new_thread", "start_joinable_thread", "read", "readline", "readinto",
    "write", "flush",
}  # fmt: skip
WAKE = {"connect", "connect_ex", "send", "sendall", "sendto", "sendmsg", "shutdown", "close"}
KILL = {"_exit", "kill"}
WITHOUT_CALLS = str, bytes, dict  # they have methods named join and get, too
here = os.getcwd()
meeting = ""
pace: Pace | None = None
of_scenario: dict[str, bool] = {}


def is_of_scenario(file: str) -> bool:
    """Whether a file of Python lies in the folder of the scenario."""
    if file not in of_scenario:
        of_scenario[file] = file[0] != "<" and os.path.dirname(os.path.realpath(os.path.join(here, file))) == here
    return of_scenario[file]


def note(text: bytes) -> None:
    """Write to nowhere, and keep the GIL meanwhile: a wait for it must not look like one of the program's own."""
    write(NOWHERE, text, len(text))


def profile(frame, event, function) -> None:
    """Called by Python before and after each C function; `function` is what is called."""
    if not event.startswith("c_") or function.__name__ not in CALLS:
        return
    owner = getattr(function, "__objclass__", None) or type(function.__self__)
    if owner in WITHOUT_CALLS:
        return
    if event == "c_call":
        begins(frame, function, owner)
    else:
        note(b"<")
        if function.__name__.startswith("connect") and event == "c_return" and owner is socket.socket:
            tell_port(function.__self__)


def begins(frame, function, owner) -> None:
    """Tell the line of the scenario from which a C function is called, and hold the thread if it may wake another one."""
    library = None  # the function of the library that the program has called, if any
    while frame and not is_of_scenario(frame.f_code.co_filename):
        library, frame = frame, frame.f_back
    if frame is None:
        return
    name, whom = getattr(function, "__qualname__", "-"), None
    if library is not None:
        name = library.f_code.co_qualname
        whom = getattr(library.f_locals.get("self"), "native_id", None) if name == "Thread.join" else None
    if pace and (function.__name__ in KILL or (function.__name__ in WAKE and issubclass(owner, _socket.socket))):
        pace.hold()
    note(f"> {frame.f_lineno} {function.__name__} {name} {whom or 0}".encode())


def tell_port(connection) -> None:
    """For the recorder, which looks how many bytes are under way."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        os.mkdir(f"{meeting}/port-{connection.getsockname()[1]}")


def runtime() -> tuple[int, int]:
    """Where the state of Python's runtime begins, and where the memory ends in which it lies, the anonymous part of it included."""
    begin = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
    end = begin
    with open("/proc/self/maps") as maps:
        for line in maps:
            area, *facts = line.split()
            low, high = (int(address, 16) for address in area.split("-"))
            if low <= end < high or (low == end > begin and len(facts) == 4):
                end = high
    return begin, end


def install(folder: str) -> None:
    """Report from now on; in `folder` the processes meet to keep their pace, unless it holds `own-pace`."""
    global meeting, pace
    meeting = folder
    note(b"= %d %d" % runtime())
    pace = None if os.path.exists(f"{folder}/own-pace") else Pace(folder)
    threading.setprofile(profile)
    sys.setprofile(profile)

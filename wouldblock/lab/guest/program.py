"""Runs a program's text in a Python that has started already, and ends the process as Python does."""

import atexit
import os
import signal
import sys
import threading
import types


def run(main: types.ModuleType, name: str, source: bytes | str) -> None:
    """Run a text as the module __main__, to the end of the process."""
    main.__dict__.update(__name__="__main__", __builtins__=__builtins__, __cached__=None)
    sys.modules["__main__"] = main
    status = 0
    try:
        exec(compile(source, name, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as end:
        status = exit_status(end)
    except BaseException as error:
        within = error.__traceback__.tb_next  # without this function
        sys.excepthook(type(error), error.with_traceback(within), within)
        status = -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1
    leave(status)


def exit_status(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


def leave(status: int) -> None:
    """What Python does at the end of a program, without taking itself apart."""
    try:
        threading._shutdown()
    except KeyboardInterrupt:
        status = -signal.SIGINT
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream and not stream.closed:
                stream.flush()
        except OSError as error:
            if stream is sys.stdout:
                print(f"Exception ignored in: {stream!r}\n{type(error).__name__}: {error}", file=sys.stderr)
            if status != -signal.SIGINT:
                status = 120
    if status == -signal.SIGINT:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(status & 255)

"""Run a scenario as its readers do: copied into an empty folder, each program in a process of its own, Ctrl-C at the end."""

import shutil
import tempfile
from pathlib import Path

from wouldblock.run.loopback import stranger_on_port, with_loopback
from wouldblock.run.outcome import Run, indented
from wouldblock.run.process import ProgramProcess, Watcher
from wouldblock.scenario import c_program
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import ADDRESS, is_server


def run(scenario: Scenario, *, own_network: bool = True) -> list[Run]:
    """Run all programs of a scenario to their end and return what each start did, in the order of starting."""
    return with_loopback(lambda: run_here(scenario), own=own_network, shared_port=scenario.uses_shared_port)


def run_here(scenario: Scenario, watcher: Watcher | None = None) -> list[Run]:
    """Run all programs of a scenario on the network of this thread, beneath a watcher if there is one."""
    if scenario.uses_shared_port and (holder := stranger_on_port()):
        stranger = Run(scenario.programs[0])
        stranger.problem(
            f"needs port {ADDRESS[1]} of {ADDRESS[0]}, which {holder} holds; end that program and run again"
        )
        return [stranger]
    with tempfile.TemporaryDirectory() as folder:
        for program in scenario.programs:
            copy = Path(shutil.copy(program, folder))
            if c_program.is_c(copy) and (complaints := c_program.build(copy)):
                broken = Run(program)
                broken.problem(f"can't be built; mend what the compiler says:\n{indented(complaints)}")
                return [broken]
        return _run_in(scenario, Path(folder), watcher)


def _run_in(scenario: Scenario, folder: Path, watcher: Watcher | None) -> list[Run]:
    """Run a scenario in a folder that holds copies of its programs, those in C built."""
    processes: list[ProgramProcess] = []
    try:
        going = _start_all(scenario, folder, processes, watcher)
        servers = [process for process in processes if is_server(process.path)]
        for server in servers:
            if going:
                server.interrupt()
                server.wait_end()
    finally:
        for process in processes:
            process.finish()
    if not watcher and not any(process.run.problems for process in processes):
        for server in servers:
            _start_again(scenario, folder, server)
    return [process.run for process in processes]


def _start_all(scenario: Scenario, folder: Path, processes: list[ProgramProcess], watcher: Watcher | None) -> bool:
    """Start group after group, each when the one before is ready or has ended; False when something hangs."""
    for names in scenario.start:
        group = [
            ProgramProcess.start(scenario, scenario.folder / name, folder, watcher, number)
            for number, name in enumerate(names, len(processes))
        ]
        processes += group
        for process in group:
            if not (process.wait_ready() if is_server(process.path) else process.wait_end()):
                return False
    return True


def _start_again(scenario: Scenario, folder: Path, server: ProgramProcess) -> None:
    """A reader's second try comes at once: the port has to be free for it, although old connections linger."""
    again = ProgramProcess.start(scenario, server.path, folder)
    if again.wait_ready():
        again.kill()
    again.finish()
    if not again.reports.ready:
        server.run.problems += again.run.problems

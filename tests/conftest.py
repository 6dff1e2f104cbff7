"""Options and the record of what has run, for all tests."""

from contextlib import ExitStack

import pytest

from wouldblock.check import check
from wouldblock.project import HERE, ProjectError
from wouldblock.run.hogs import hogs
from wouldblock.scenario import model, passed


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--repeats", type=int, default=1, help="run every scenario so many times, and sum up in one line")
    parser.addoption("--hogs", type=int, default=0, help="processes that burn the processors meanwhile")


class Outcomes:
    """Lives where the results come together, also when they come from several workers."""

    def __init__(self, config: pytest.Config):
        self.config = config
        self.outcomes: dict[str, list[bool]] = {}
        self.slowest = (0.0, "none")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = dict(report.user_properties).get("scenario")
        if name and report.when == "call" and not report.skipped:
            self.outcomes.setdefault(name, []).append(report.passed)
            self.slowest = max(self.slowest, (report.duration, name))

    def pytest_sessionfinish(self) -> None:
        names = [name for name, results in self.outcomes.items() if all(results)]
        failed = [name for name, results in self.outcomes.items() if not all(results)]
        if (names or failed) and not self.config.getoption("update_examples"):
            passed.write(map(model.by_name, names), failed)

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        if config.getoption("repeats") > 1:
            results = [passed for outcomes in self.outcomes.values() for passed in outcomes]
            seconds, name = self.slowest
            counts = f"{len(self.outcomes)} scenarios, {len(results)} runs, {results.count(False)} failures"
            config.get_terminal_writer().line(f"{counts}, slowest {seconds:.2f} s ({name})")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        try:
            check(HERE)
        except ProjectError as error:
            raise pytest.UsageError(str(error)) from None
        config.pluginmanager.register(Outcomes(config))
        burning = ExitStack()
        burning.enter_context(hogs(config.getoption("hogs")))
        config.add_cleanup(burning.close)

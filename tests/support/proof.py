"""Prove a scenario: run it, and compare what it printed with the #> lines of its files, by pytest-examples.

pytest-examples runs an example inside the test's own process and mocks print there. A server and its client
need processes of their own, so the runner has run them already: what is left is to hand the library the
reported prints. This module is the only one that touches inner names of the library.
"""

import ast
from uuid import uuid4

import pytest
from pytest_examples import CodeExample, EvalExample
from pytest_examples import run_code as library
from pytest_examples.run_code import Arg, InsertPrintStatements, PrintStatement

from wouldblock.project import shown_path
from wouldblock.run.outcome import Run
from wouldblock.run.runner import run
from wouldblock.scenario import c_program
from wouldblock.scenario.model import Scenario
from wouldblock.scenario.program import read_program, shown_output


def prove(scenario: Scenario, evaluator: EvalExample, *, own_network: bool = True) -> None:
    """Run a scenario and check its output, or note it for `--update-examples`; fails with every problem and its cure.

    A run that failed in any way is never compared, so that its output can't get into a file.
    """
    runs = run(scenario, own_network=own_network)
    if unavailable := next((each.unavailable for each in runs if each.unavailable), ""):
        pytest.skip(f"{scenario.name} is not possible on this system: {unavailable}")
    problems = [problem for each in runs for problem in each.problems]
    if not problems:
        first_starts = {each.program: each for each in reversed(runs)}
        for each in first_starts.values() if evaluator.update_examples else runs:
            if c_program.is_c(each.program):
                continue  # it shows no output
            try:
                compare(scenario, each, evaluator)
            except pytest.fail.Exception as failure:
                problems.append(failure.msg)
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def compare(scenario: Scenario, run: Run, evaluator: EvalExample) -> None:
    """Check the #> lines of one start of a program, or note them for `--update-examples`; fails with a difference and its cure."""
    evaluator.set_config(line_length=10_000)  # never the library's other form, a string; the contract limits the width
    library.find_print = _find_print
    source = read_program(run.program)
    shown = shown_output(run.program)
    printed = _by_line(run)
    if never := [line for line in shown if shown[line] and line not in printed]:
        if not evaluator.update_examples:
            where = f"{shown_path(run.program)}:{never[0]}"
            pytest.fail(
                f"{where}: the output shown below this line was never printed; {_cure(scenario)}", pytrace=False
            )
        source = _without_output(source, never)
    example = CodeExample.create(source, path=run.program, end_index=len(read_program(run.program)))
    example.group = uuid4()  # or the updates of two files are mixed
    statements = _statements(scenario, run, shown, printed, evaluator)
    evaluator._run = lambda *_: (statements, {})
    try:
        if evaluator.update_examples:
            evaluator.run_print_update(example)
            if never and example not in evaluator.to_update:
                evaluator.to_update.append(example)
        else:
            evaluator.run_print_check(example)
    except pytest.fail.Exception as failure:
        pytest.fail(f"{shown_path(run.program)}: {failure.msg}\n{_cure(scenario)}", pytrace=False)
    finally:
        del evaluator._run


def _cure(scenario: Scenario) -> str:
    return f"if the new output is right, accept it with: nox -s update -- {scenario.name}"


def _by_line(run: Run) -> dict[int, list[str]]:
    printed: dict[int, list[str]] = {}
    for call in run.prints:
        printed.setdefault(call.line, []).append(call.text.rstrip())
    return printed


def _statements(
    scenario: Scenario, run: Run, shown: dict, printed: dict, evaluator: EvalExample
) -> InsertPrintStatements:
    """What was printed, in the library's form; as the file shows it, where it differs only in what its declaration allows."""
    inserted = InsertPrintStatements(run.program, evaluator.config, True, None, None)
    for line in sorted(printed):  # the library expects the order of the lines
        expected, actual = ([scenario.mask(text) for text in texts] for texts in (shown.get(line, []), printed[line]))
        if "any-order" in scenario.output:
            expected.sort(), actual.sort()
        texts = shown[line] if expected == actual else printed[line]
        inserted.print_func.statements += [PrintStatement(line, " ", [Arg(text)]) for text in texts]
    return inserted


def _find_print(tree: ast.Module, line: int) -> tuple[int, int] | None:
    """Where a print ends, and its column: the library's own search misses finally, match, and the else of a loop."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" and node.lineno == line:
            return node.end_lineno, node.col_offset
    return None


def _without_output(source: str, prints: list[int]) -> str:
    """Drop the #> lines below some prints."""
    lines, tree = source.splitlines(keepends=True), ast.parse(source)
    for line in sorted(prints, reverse=True):
        below = _find_print(tree, line)[0]
        while below < len(lines) and lines[below].lstrip().startswith("#>"):
            del lines[below]
    return "".join(lines)

"""Read every file that authors write, and stop at the first that is not what it has to be.

Each session that reads such a file begins with it, so that a mistake is one sentence: `python -m wouldblock.check`.
"""

import ast
import importlib.util
import sys
from pathlib import Path

from wouldblock import markup, navigation
from wouldblock.project import HERE, Project, ProjectError, check_kind, check_name, read_text, shown_path
from wouldblock.scenario import c_program
from wouldblock.scenario.model import find
from wouldblock.scenario.program import parse, read_program

PAGES = (".md", ".py")
YAML = importlib.util.find_spec("yaml") is not None  # the tests of programs do without


def check(project: Project) -> None:
    """Raise ProjectError for the first page, program, declaration or setting that can't be read as one."""
    check_settings(project)
    for scenario in find(project.snippets):
        for program in scenario.programs:
            if scenario.is_for_this_python and not c_program.is_c(program):
                parse(program)
            else:
                read_program(program)
    for path in sorted(project.docs.rglob("*")):
        check_page(path)
    navigation.check(project)


def check_settings(project: Project) -> None:
    """Raise ProjectError where mkdocs.yml is no plain text, or not valid YAML."""
    text = read_text(project.settings)
    if not YAML:
        return
    import yaml

    try:
        yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark, reason = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
        where = f"mkdocs.yml:{mark.line + 1}" if mark else "mkdocs.yml"
        raise ProjectError(f"{where}: not valid YAML, {reason}; mend this line, or the one above it") from None


def check_page(path: Path) -> None:
    """Raise ProjectError where something in docs/ is a link, or a page that can't be read as one."""
    if path.is_symlink() or path.suffix in PAGES:
        check_kind(path)
    if path.suffix == ".ipynb":
        raise ProjectError(
            f"{shown_path(path)}: a notebook has to be a Python file in percent format; convert it with: "
            f"jupytext --to py:percent {path.name}"
        )
    if path.suffix not in PAGES:
        return
    check_name(path)
    text = read_text(path)
    if path.suffix == ".py":
        if path.with_suffix(".md").exists():
            raise ProjectError(f"{shown_path(path)} and {path.stem}.md would have one address; rename one of them")
        try:
            ast.parse(text)
        except SyntaxError as error:
            raise ProjectError(
                f"{shown_path(path)}:{error.lineno}: Python can't read this line, {error.msg}; mend it"
            ) from None
    if YAML:
        markup.front_matter(path)


if __name__ == "__main__":
    try:
        check(HERE)
    except ProjectError as error:
        sys.exit(str(error))

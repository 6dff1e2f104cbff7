"""`nox -s new` makes a page that keeps every rule, with programs that run, in any chapter."""

import shutil
import subprocess
import sys

import pytest

from rules import page_rules, program_rules
from support.proof import prove
from wouldblock import navigation, new_page
from wouldblock.project import HERE, ROOT, Project, ProjectError
from wouldblock.scenario.model import by_name

CHAPTERS = navigation.chapters(HERE.settings.read_text("utf-8"))


@pytest.fixture
def project(tmp_path) -> Project:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return Project(tmp_path)


def test_new_page_keeps_every_rule_and_its_programs_run(project, eval_example) -> None:
    page, *programs, _ = new_page.create("blocking/my_page", project)
    scenario = by_name("blocking/my_page", project.snippets)
    prove(scenario, eval_example)
    assert scenario.programs == programs
    broken = [problem for program in programs for problem in program_rules.problems(program)]
    broken += page_rules.scenarios_on_no_page(project.docs, project.snippets)
    broken += page_rules.inline_code(page) + page_rules.rhythm(page)
    assert not broken


def test_the_site_has_chapters() -> None:
    assert {"blocking", "observed", "measured"} <= set(CHAPTERS)
    assert not {"assets", "wouldblock", ""} & set(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_new_pages_are_the_last_ones_of_their_chapter_and_nothing_else_changes(project, chapter) -> None:
    before = project.settings.read_text("utf-8")
    new_page.create(f"{chapter}/first_one", project)
    new_page.create(f"{chapter}/second_one", project)
    after = project.settings.read_text("utf-8")
    own = [entry.page for entry in navigation.entries(after) if entry.chapter == chapter]
    assert own[-2:] == [f"{chapter}/first_one.md", f"{chapter}/second_one.md"]
    added = [line for line in after.splitlines() if line.strip(" -") in own[-2:]]
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("my_page", "'my_page' is no name for a page; write chapter/name"),
        ("blocking/My-Page", "is no name for a page; write .*, as in blocking/my_page"),
        ("blocking/zwei seiten", "as in blocking/zwei_seiten"),
        ("../blocking/page", "is no name for a page"),
        ("nowhere/my_page", r"mkdocs.yml has no chapter 'nowhere' in its navigation; there are: .*blocking"),
        ("readines/my_page", r"no chapter 'readines' in its navigation; did you mean 'readiness'\?"),
        ("wouldblock/my_page", "mkdocs.yml has no chapter 'wouldblock' in its navigation"),
        ("assets/my_page", "mkdocs.yml has no chapter 'assets' in its navigation"),
        ("blocking/taken", "docs/blocking/taken.md exists already; choose another name"),
        ("blocking/notebook", "docs/blocking/notebook.py exists already"),
        ("blocking/folder", "snippets/blocking/folder exists already"),
    ],
)
def test_name_that_will_not_do_is_told_and_nothing_is_written(project, name, sentence) -> None:
    (project.docs / "blocking").mkdir(parents=True)
    (project.docs / "blocking" / "taken.md").touch()
    (project.docs / "blocking" / "notebook.py").touch()
    (project.snippets / "blocking" / "folder").mkdir(parents=True)
    before = sorted(project.root.rglob("*"))
    with pytest.raises(ProjectError, match=sentence):
        new_page.create(name, project)
    assert sorted(project.root.rglob("*")) == before
    assert project.settings.read_text("utf-8") == (ROOT / "mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize(("arguments", "sentence"), [([], "name one page, as in"), (["blocking/X"], "is no name for")])
def test_command_ends_with_one_sentence(arguments, sentence) -> None:
    command = [sys.executable, "-m", "wouldblock.new_page", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert sentence in done.stderr

"""`nox -s new` makes a page that keeps every rule, with programs that run."""

import shutil

import pytest

from rules import page_rules, program_rules
from support.proof import prove
from wouldblock import new_page
from wouldblock.project import ROOT, ProjectError
from wouldblock.scenario.model import by_name


@pytest.fixture
def project(tmp_path):
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def test_new_page_keeps_every_rule_and_its_programs_run(project, eval_example) -> None:
    page, *programs, settings = new_page.create("blocking/my_page", project)
    scenario = by_name("blocking/my_page", project / "snippets")
    prove(scenario, eval_example)
    assert scenario.programs == programs
    broken = [problem for program in programs for problem in program_rules.problems(program)]
    broken += page_rules.scenarios_on_no_page(project / "docs", project / "snippets")
    broken += page_rules.inline_code(page) + page_rules.front_matter(page) + page_rules.rhythm(page)
    assert not broken
    lines = settings.read_text("utf-8").splitlines()
    before = lines.index("      - blocking/my_page.md") - 1
    assert lines[before] == "      - blocking/how_much_fits.py"
    assert len(lines) == len((ROOT / "mkdocs.yml").read_text("utf-8").splitlines()) + 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("my_page", "'my_page' is no name for a page; write chapter/name"),
        ("blocking/My-Page", "is no name for a page"),
        ("../blocking/page", "is no name for a page"),
        ("nowhere/my_page", r"mkdocs.yml has no chapter 'nowhere' in its navigation; there are: .*blocking"),
        ("blocking/taken", "docs/blocking/taken.md exists already; choose another name"),
    ],
)
def test_name_that_will_not_do_is_told_and_nothing_is_written(project, name, sentence) -> None:
    (project / "docs" / "blocking").mkdir(parents=True)
    (project / "docs" / "blocking" / "taken.md").touch()
    before = sorted(project.rglob("*"))
    with pytest.raises(ProjectError, match=sentence):
        new_page.create(name, project)
    assert sorted(project.rglob("*")) == before
    assert (project / "mkdocs.yml").read_text("utf-8") == (ROOT / "mkdocs.yml").read_text("utf-8")

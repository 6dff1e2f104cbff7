"""Compare the time of a build with that of plain Material for the same pages, and fail where it is more than 1.25 times.

`nox -s buildtime` runs it. The plain site has each page with its programs written into it, no notebook, no hook and the
theme as it comes. Ours is built twice: as in a fresh clone, where each notebook runs, and once more, where mkdocs-jupyter
has kept their outputs. The limit holds for the second; the first takes at least as long as the slowest notebook. All are
built in turns, so that a machine that is busy for a while slows down each of them.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from wouldblock.pages.directives import Expander
from wouldblock.pages.source import SourcePage
from wouldblock.project import HERE, ROOT
from wouldblock.site import extras

LIMIT = 1.25


def plain_site(folder: Path) -> None:
    """Write the project of the plain site into a folder."""
    settings = extras.settings_of(HERE)
    for key in ("hooks", "watch", "extra", "extra_css", "strict", "site_dir"):
        del settings[key]
    del settings["theme"]["custom_dir"], settings["theme"]["favicon"]
    settings["plugins"] = ["search"]
    for ours in ("wouldblock.pages.directives", "wouldblock.pages.chinese"):
        settings["markdown_extensions"].remove(ours)
    settings["nav"] = without_notebooks(settings["nav"])
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("*.py"))
    for page in (folder / "docs").rglob("*.md"):
        source = SourcePage(HERE, page.relative_to(folder / "docs").as_posix())
        page.write_text(Expander().expanded(page.read_text("utf-8"), source) + "\n", "utf-8")


def without_notebooks(nav: list) -> list:
    return [
        {name: without_notebooks(inner) if isinstance(inner, list) else inner for name, inner in entry.items()}
        if isinstance(entry, dict)
        else entry
        for entry in nav
        if not str(entry).endswith(".py")
    ]


def seconds(folder: Path, site: Path) -> float:
    """How long a build of the project in a folder takes, from the start of Python to its end."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the build in {folder} failed:\n{done.stderr}")
    return time.perf_counter() - started


def main(runs: int) -> int:
    ratios: dict[str, list[float]] = {"with notebooks that run": [], "with outputs that were kept": []}
    print(f"{'run':>3}{'plain':>10}" + "".join(f"{name:>30}" for name in ratios))
    with tempfile.TemporaryDirectory() as folder:
        plain, site = Path(folder) / "plain", Path(folder) / "site"
        plain.mkdir()
        plain_site(plain)
        for number in range(runs + 1):
            for kept in (HERE.kept_outputs, HERE.kept_stylesheet):
                shutil.rmtree(kept, ignore_errors=True)
            base, *ours = seconds(plain, site), seconds(ROOT, site), seconds(ROOT, site)
            if number == 0:
                continue  # it fills the caches of the system
            print(
                f"{number:>3}{base:>8.2f} s" + "".join(f"{time_of_ours:>28.2f} s" for time_of_ours in ours), flush=True
            )
            for ratios_so_far, time_of_ours in zip(ratios.values(), ours, strict=True):
                ratios_so_far.append(time_of_ours / base)
    for name, measured in ratios.items():
        times = f"{statistics.median(measured):.2f} times ({min(measured):.2f} to {max(measured):.2f})"
        print(f"a build {name} takes {times} as long as plain Material")
    if statistics.median(measured) > LIMIT:
        print(
            f"that is more than {LIMIT} times; see where the time goes: python -m cProfile -s cumtime -m mkdocs build"
        )
    return statistics.median(measured) > LIMIT


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))

"""Packages of Debian's stable release, downloaded beside the system's own, from the mirrors that this machine uses."""

import re
import subprocess
from pathlib import Path

from wouldblock.project import ProjectError

RELEASE = "trixie"
SOURCES = Path("/etc/apt")
PARTS = ("lists/partial", "cache/archives/partial", "packages")


def download(names: list[str], folder: Path) -> dict[str, Path]:
    """Download packages into a folder and give their files by name; raises ProjectError where one is not to be had."""
    for part in PARTS:
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    (folder / "sources.sources").write_text(sources())
    settings = folder / "apt.conf"
    settings.write_text(
        f'Dir::State "{folder}"; Dir::State::status "{folder}/status"; Dir::Cache "{folder}/cache";\n'
        f'Dir::Etc::sourcelist "{folder}/sources.sources"; Dir::Etc::sourceparts "-";\n'
        'APT::Architectures { "amd64"; "i386"; }; APT::Sandbox::User ""; Acquire::Languages "none";\n'
        'APT::Update::Post-Invoke-Success ""; #clear APT::Update::Post-Invoke-Success;\n'
    )
    apt(
        settings, "apt-get", "update", "-qq", allowed=(0, 100)
    )  # a mirror in the midst of an update; what is missing is named below
    candidates = dict(
        re.findall(
            r"^(\S+):\n(?:  .*\n)*?  Candidate: (\S+)", apt(settings, "apt-cache", "policy", *names), re.MULTILINE
        )
    )
    files = {}
    for name in names:
        version = candidates.get(name, "(none)")
        if version == "(none)":
            raise ProjectError(f"Debian {RELEASE} has no package {name} here; look with: apt-get update")
        pattern = f"{name.partition(':')[0]}_{version.replace(':', '%3a')}_*.deb"
        if not list((folder / "packages").glob(pattern)):
            print(f"  downloads {name} {version}", flush=True)
            apt(settings, "apt-get", "download", "-qq", name, cwd=folder / "packages")
        files[name] = next((folder / "packages").glob(pattern))
    return files


def sources() -> str:
    """The system's own sources of Debian, with the release that we want."""
    texts = [
        path.read_text()
        for path in (SOURCES / "sources.list", *sorted((SOURCES / "sources.list.d").glob("*.sources")))
        if path.is_file()
    ]
    release = re.search(r"VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text())
    here = release[1] if release else RELEASE
    stanzas = []
    for stanza in "\n\n".join(texts).split("\n\n"):
        if "deb " in stanza:  # the older form, one line each
            lines = re.findall(rf"^deb (?:\[.*\] )?(\S*debian\S*) (\S*{here}\S*) ", stanza, re.MULTILINE)
            stanzas += [f"Types: deb\nURIs: {uri}\nSuites: {suite}\nComponents: main\n" for uri, suite in lines]
        elif re.search(rf"^URIs:.*debian.*^Suites:.*\b{here}", stanza, re.MULTILINE | re.DOTALL):
            stanzas.append(stanza)
    if not stanzas:
        raise ProjectError("the lab is built from Debian's packages; run this on Debian, with its sources in /etc/apt")
    return "\n\n".join(stanzas).replace(here, RELEASE) + "\n"


def unpack(package: Path, folder: Path) -> None:
    """Unpack a package's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True)


def version(package: Path) -> str:
    """The name and version of a package, as its file has it."""
    name, number, _ = package.name.split("_")
    return f"{name} {number.replace('%3a', ':')}"


def apt(settings: Path, command: str, *words: str, cwd: Path | None = None, allowed: tuple[int, ...] = (0,)) -> str:
    """What a command of apt prints, with settings of our own; raises ProjectError where its status is none of the allowed ones."""
    done = subprocess.run([command, "-c", str(settings), *words], capture_output=True, text=True, cwd=cwd, check=False)
    if done.returncode not in allowed:
        raise ProjectError(f"{command} {' '.join(words)} failed: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout

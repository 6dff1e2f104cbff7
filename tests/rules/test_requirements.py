"""What is pinned agrees: one version of each package wherever it is installed, with hashes, from no named host."""

import json
import re
import tomllib

from support.check import check
from wouldblock.project import ROOT

PINNED = re.compile(r"^([a-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
FILES = sorted((ROOT / "requirements").glob("*.txt"))
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
PARTS = {"core", "prove"}  # of other groups


def test_each_group_is_pinned() -> None:
    assert {file.stem for file in FILES} == set(GROUPS) - PARTS, (
        "resolve the groups of pyproject.toml with: nox -s lock"
    )


def test_each_session_installs_a_group() -> None:
    installed = re.findall(r'prepare\(session, "(\w+)"\)', (ROOT / "noxfile.py").read_text("utf-8"))
    assert {*installed, "nox"} == {file.stem for file in FILES}


def test_each_package_has_one_version_in_all_groups_and_on_all_pythons() -> None:
    versions: dict[str, set[str]] = {}
    for file in FILES:
        for name, version in PINNED.findall(file.read_text("utf-8")):
            versions.setdefault(name, set()).add(version)
    assert versions
    check(
        [
            f"requirements/ has {name} in the versions {sorted(several)}; resolve anew, with: nox -s lock -- -P {name}"
            for name, several in versions.items()
            if len(several) > 1
        ]
    )


def test_each_package_has_hashes_and_none_a_host() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        assert "://" not in text, f"{file.name} names a host"
        for package in re.split(r"\n(?=\S)", text):
            assert "--hash=sha256:" in package, f"{file.name}: {package.splitlines()[0]} has no hash"


def test_each_package_of_npm_has_a_hash_and_none_a_host() -> None:
    lock = json.loads((ROOT / "requirements/npm/package-lock.json").read_text("utf-8"))["packages"]
    own = lock.pop("")["devDependencies"]
    assert own == json.loads((ROOT / "requirements/npm/package.json").read_text("utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in own.values())
    assert all(package["integrity"].startswith("sha512-") and "resolved" not in package for package in lock.values())

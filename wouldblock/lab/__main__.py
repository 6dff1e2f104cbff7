"""Build the machine: `nox -s lab`; again with Debian's newest packages: `nox -s lab -- --refresh`."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from wouldblock.lab import debian, emulator, kernel, root, state
from wouldblock.project import HERE as PROJECT
from wouldblock.project import ROOT, ProjectError

HERE = Path(__file__).parent
SITE = PROJECT.lab  # what the site takes
PARTS = SITE.parent / "parts"  # what is kept for the next time
SOURCE = "linux-source-6.12"
TOOLS = {  # a command, and Debian's package of it
    "apt-get": "apt", "dpkg-deb": "dpkg", "gcc": "gcc", "ld": "binutils", "make": "make", "flex": "flex", "bison": "bison",
    "bc": "bc", "node": "nodejs", "npm": "npm", "zstd": "zstd", "xz": "xz-utils", "perl": "perl",
}  # fmt: skip
STATIC = "-m32 -march=i686 -O2 -static -nostdlib -fno-stack-protector -fno-pic -no-pie -fno-asynchronous-unwind-tables -Wall -Werror -s"
MEMORY = 128  # megabytes
MACHINES = ("plain", "tls")  # one without OpenSSL, which most programs do not need, and one with it


def main(refresh: bool) -> None:
    """Build what is not there yet for the same inputs; raises ProjectError."""
    listed = SITE / "lab.json"
    inputs = digest(*sorted(path for path in HERE.rglob("*") if path.is_file() and path.suffix != ".pyc"))
    if not refresh and listed.is_file() and json.loads(listed.read_text())["inputs"] == inputs:
        print(f"{SITE.relative_to(ROOT)} is up to date; with Debian's newest packages: nox -s lab -- --refresh")
        return
    if missing := [package for command, package in TOOLS.items() if not shutil.which(command)]:
        raise ProjectError(f"the lab needs some tools: apt-get install {' '.join(missing)}")
    began = time.monotonic()

    def step(text: str) -> None:
        print(f"{time.monotonic() - began:4.0f} s  {text}", flush=True)

    step("packages")
    names = [SOURCE, "seabios", *(f"{name}:i386" for name in root.PACKAGES)]
    packages = debian.download(names, PARTS / "debian")
    v86 = emulator.download(PARTS / "npm")
    step("kernel")
    image, configuration, tree = built_kernel(packages[SOURCE])
    step("files of the guest")
    unpacked = unpack([packages[name] for name in names[1:]])
    programs = [build_program(tree, name) for name in ("agent", "python")]
    saved = {}
    for name in MACHINES:
        archive = root.build(unpacked, programs, PARTS, tls=name == "tls")
        step(f"start of the machine {name!r}, and its state")
        saved[name] = boot(image, archive, v86, unpacked / "usr/share/seabios/bios.bin")
    step("packing")
    place(saved, v86, tree, unpacked, packages, inputs)
    shutil.copy(configuration, SITE / "kernel-configuration.txt")
    about = json.loads(listed.read_text())
    step(
        f"done: {about['bytes'] / 1e6:.1f} MB to load in {SITE.relative_to(ROOT)}, {about['about']['kernel']}, {about['about']['python']}"
    )


def built_kernel(package: Path) -> tuple[Path, Path, Path]:
    """The kernel's image, its configuration and its source, built again only if its inputs are others."""
    tree = PARTS / package.stem
    kernel.unpack(package, SOURCE, tree)
    target = PARTS / f"kernel-{digest(package, kernel.CONFIGURATION, *kernel.OURS)[:16]}"
    image = target / kernel.IMAGE
    if not image.is_file():
        for old in PARTS.glob("kernel-*"):
            shutil.rmtree(old)
        kernel.build(tree, target, PARTS / "kernel.log")
    return image, target / ".config", tree


def unpack(packages: list[Path]) -> Path:
    """The files of all packages in one folder, which is made anew."""
    folder = PARTS / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    for package in packages:
        debian.unpack(package, folder)
    return folder


def build_program(tree: Path, name: str) -> Path:
    """A program of the guest in C, with the small C library that comes with the kernel."""
    program = PARTS / name
    library = ["-include", str(tree / "tools/include/nolibc/nolibc.h"), "-idirafter", "/usr/include/x86_64-linux-gnu"]
    subprocess.run(["gcc", *STATIC.split(), *library, str(HERE / f"guest/{name}.c"), "-o", str(program)], check=True)
    return program


def boot(image: Path, archive: Path, v86: dict[str, Path], bios: Path) -> Path:
    """Start the machine in Node and give the file with its state."""
    saved = PARTS / f"state-{digest(image, archive, bios, HERE / 'boot.mjs', *v86.values())[:16]}.bin"
    if not saved.is_file():
        library = str(v86["v86.wasm"].parent)
        command = ["node", str(HERE / "boot.mjs"), library, str(bios), str(image), str(archive), str(saved)]
        if subprocess.run(command, check=False).returncode:
            raise ProjectError("the machine does not start in Node; the last line above says how far it came")
    return saved


def place(
    saved: dict[str, Path], v86: dict[str, Path], tree: Path, unpacked: Path, packages: dict[str, Path], inputs: str
) -> None:
    """Write what the site takes: the files, named by their content, their list, and the notices."""
    shutil.rmtree(SITE, ignore_errors=True)
    SITE.mkdir(parents=True)
    for name, file in saved.items():
        state.pack(file, SITE / f"{name}.zstd")
    (SITE / "v86.gzip").write_bytes(gzip.compress(emulator.without_names(v86["v86.wasm"].read_bytes()), 9, mtime=0))
    shutil.copy(v86["libv86.mjs"], SITE / "v86.js")
    files: dict[str, dict[str, Any]] = {}
    for name in ("v86.js", "v86.gzip", *(f"{name}.zstd" for name in saved)):  # endings that no host unpacks
        path, content = SITE / name, (SITE / name).read_bytes()
        hashed = hashlib.sha256(content).hexdigest()
        stem, _, ending = name.partition(".")
        path.rename(SITE / f"{stem}-{hashed[:10]}.{ending}")
        files[name] = {
            "name": f"{stem}-{hashed[:10]}.{ending}",
            "bytes": len(content),
            "sha256": hashed,
        }
    (SITE / "notices.txt").write_text(notices(v86, tree, unpacked, packages), "utf-8")
    versions = [debian.version(package) for package in packages.values()]
    listed = {
        "inputs": inputs,
        "files": files,
        "bytes": sum(files[name]["bytes"] for name in ("v86.js", "v86.gzip", "plain.zstd")),
        "memory": MEMORY,
        "about": {"kernel": f"Linux {kernel_version(tree)}", "python": f"Python {python_version(packages)}"},
        "packages": [*versions, f"v86 {emulator.VERSION} (npm)"],
    }
    (SITE / "lab.json").write_text(json.dumps(listed, indent=1) + "\n")


def notices(v86: dict[str, Path], tree: Path, unpacked: Path, packages: dict[str, Path]) -> str:
    """What the machine is made of, where the sources are, and all licenses."""
    source = debian.version(packages[SOURCE])
    parts = [
        "The machine that runs the programs of this site is made of the following.\n\n"
        f"Linux, under the GNU General Public License, version 2: Debian's package {source}, configured as in\n"
        "kernel-configuration.txt, with look.c and warm.c of this project, wouldblock/lab/guest/, added to fs/proc, and dup_mm()\n"
        "of kernel/fork.c no longer static, as warm.c calls it.\n"
        "Debian's source packages of these versions hold the complete sources:\n\n"
        + "".join(f"    {debian.version(package)}\n" for package in packages.values())
        + f"\nThe emulator v86 {emulator.VERSION}, its npm package of that version.\n",
        "v86\n\n" + v86["LICENSE"].read_text("utf-8"),
        "Linux\n\n"
        + (tree / "COPYING").read_text("utf-8")
        + "\n"
        + (tree / "LICENSES/preferred/GPL-2.0").read_text("utf-8"),
    ]
    parts += [
        f"{file.parent.name}\n\n{file.read_text('utf-8', 'replace')}"
        for file in sorted(unpacked.glob("usr/share/doc/*/copyright"))
        if file.is_file()
    ]
    return f"\n\n{'=' * 78}\n\n".join(parts)


def kernel_version(tree: Path) -> str:
    """The version that a kernel's Makefile names, such as 6.1.0."""
    return ".".join(
        re.findall(r"^(?:VERSION|PATCHLEVEL|SUBLEVEL) = (\d+)", (tree / "Makefile").read_text(), re.MULTILINE)
    )


def python_version(packages: dict[str, Path]) -> str:
    """The version of Python of the machine, without Debian's revision, such as 3.13.5."""
    return debian.version(packages[f"{root.PACKAGES[0]}:i386"]).split()[1].partition("-")[0]


def digest(*paths: Path) -> str:
    """One hash of the names and contents of files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    try:
        main("--refresh" in sys.argv)
    except ProjectError as error:
        sys.exit(f"lab: {error}")

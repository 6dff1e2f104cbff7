"""The guest's kernel: Debian's source, our configuration, and two files of ours: one looks who waits for what, one copies a warm Python."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import IO

from wouldblock.project import ProjectError

HERE = Path(__file__).parent
CONFIGURATION = HERE / "kernel.config"
OURS = [HERE / "guest" / name for name in ("look.c", "warm.c")]
PLACE = "fs/proc"
FORK = "kernel/fork.c"
PRIVATE = "static struct mm_struct *dup_mm("  # which warm.c calls
IMAGE = "arch/x86/boot/bzImage"
NOT_NEEDED = [  # most files of the source are drivers, and other processors
    "*/arch/[!x]*/*.[chS]", "*/arch/[!x]*/*.dts*", "*/arch/xtensa/*.[chS]", "*/Documentation/*/*.rst", "*/tools/perf/*.json", "*/tools/testing/*.[chS]", "*/samples/*/*.[chS]",
    *(f"*/{folder}/*.[ch]" for folder in (
        "drivers/gpu", "drivers/media", "drivers/staging", "drivers/infiniband", "drivers/scsi", "drivers/iio",
        "drivers/net/ethernet", "drivers/net/wireless", "drivers/usb", "drivers/mfd", "sound",
    )),
]  # fmt: skip


def unpack(package: Path, name: str, folder: Path) -> None:
    """Unpack what is needed of the source in Debian's package into a folder, if it is not there, and add our files."""
    if not folder.is_dir():
        half = folder.with_suffix(".half")
        half.mkdir(parents=True)
        files = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE)
        inner = ["tar", "-xO", f"./usr/src/{name}.tar.xz"]
        source = subprocess.Popen(inner, stdin=files.stdout, stdout=subprocess.PIPE)
        excluded = [f"--exclude={pattern}" for pattern in NOT_NEEDED]
        command = ["tar", "-xJ", "-C", str(half), "--strip-components=1", *excluded]
        subprocess.run(command, stdin=source.stdout, check=True)
        half.rename(folder)
    makefile, fork = folder / PLACE / "Makefile", folder / FORK
    for file in OURS:
        shutil.copy2(file, folder / PLACE)
        line = f"obj-y += {file.stem}.o\n"
        if line not in makefile.read_text():
            makefile.write_text(makefile.read_text() + line)
    public = PRIVATE.removeprefix("static ")
    if (text := fork.read_text()).count(f"\n{public}") == 0:
        if text.count(PRIVATE) != 1:
            raise ProjectError(f"{FORK} of this kernel has no {public}…), which guest/warm.c needs")
        fork.write_text(text.replace(PRIVATE, public))


def build(source: Path, target: Path, log: Path) -> Path:
    """Build the kernel in a folder of its own and give the image; raises ProjectError with the place of the log."""
    target.mkdir(parents=True, exist_ok=True)
    command = [
        "make",
        "-C",
        str(source),
        f"O={target.resolve()}",
        "ARCH=i386",
        "KBUILD_BUILD_USER=lab",
        "KBUILD_BUILD_HOST=page",
    ]
    with log.open("w") as output:
        run([*command, "allnoconfig", f"KCONFIG_ALLCONFIG={CONFIGURATION}"], target, output)
        if missing := sorted(wanted() - set((target / ".config").read_text().splitlines())):
            raise ProjectError(f"{CONFIGURATION.name}: this kernel does not have {missing[0]}; correct the line")
        run([*command, f"-j{os.cpu_count()}", "bzImage"], target, output)
    return target / IMAGE


def wanted() -> set[str]:
    """The lines of our configuration that set an option, such as CONFIG_NET=y."""
    return {line for line in CONFIGURATION.read_text().splitlines() if line.startswith("CONFIG_")}


def run(command: list[str], folder: Path, output: IO[str]) -> None:
    """Run a command and say twice a minute that it still runs; raises ProjectError where it fails."""
    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    began = time.monotonic()
    while True:
        try:
            if process.wait(30):
                raise ProjectError(f"the kernel can't be built: {' '.join(command)} failed; see {output.name}")
            return
        except subprocess.TimeoutExpired:
            files = sum(name.endswith(".o") for _, _, names in os.walk(folder) for name in names)
            print(f"  {time.monotonic() - began:.0f} s, {files} files compiled", flush=True)

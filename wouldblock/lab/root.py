"""The files of the guest: CPython and its libraries from Debian's i386 packages, cut down, as an archive for the kernel."""

import ast
import gzip
import importlib.util
import marshal
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

GUEST = Path(__file__).parent / "guest"
VERSION = "3.13"
OURS = "sitecustomize.py"
PACKAGES = [
    f"python{VERSION}-minimal", f"libpython{VERSION}-minimal", f"libpython{VERSION}-stdlib",
    "libc6", "libexpat1", "zlib1g", "libssl3t64", "libffi8", "libgcc-s1", "libzstd1",
]  # fmt: skip
LIBRARIES = "libc.so.6 libm.so.6 libz.so.1 libexpat.so.1 libgcc_s.so.1 libffi.so.8".split()
TLS_LIBRARIES = "libssl.so.3 libcrypto.so.3 libzstd.so.1".split()
EXTENSIONS = "_asyncio _contextvars _ctypes _json _multiprocessing _posixshmem _queue mmap resource termios".split()
TLS_EXTENSIONS = "_hashlib _ssl".split()
WITHOUT = """
    test unittest/async_case idlelib lib2to3 tkinter turtle turtledemo ensurepip pydoc_data pydoc curses dbm sqlite3 xml xmlrpc
    wsgiref venv html http email imaplib smtplib poplib ftplib mailbox ctypes/test ctypes/macholib doctest pdb bdb cProfile profile
    pstats tarfile zipfile wave antigravity this pickletools _pydecimal _osx_support _aix_support _android_support
    _apple_support _ios_support plistlib netrc webbrowser zoneinfo tomllib modulefinder trace tabnanny symtable getpass
    configparser csv colorsys cmd code codeop __phello__ _strptime nturl2path _pyio _pylong rlcompleter sched
    shelve zipapp urllib fileinput filecmp lzma bz2 gzip mimetypes _pyrepl pyclbr compileall optparse
    imghdr quopri binhex uuid sre_compile sre_constants sre_parse asyncio/windows_events
    asyncio/windows_utils asyncio/proactor_events multiprocessing/popen_spawn_win32 multiprocessing/dummy
    json/tool getopt _markupbase _pydatetime
    decimal calendar cgi ipaddress graphlib site-packages logging/config logging/handlers
""".split()
ENCODINGS = "__init__ aliases utf_8 latin_1 ascii idna punycode raw_unicode_escape unicode_escape".split()


def build(packages: Path, programs: list[Path], folder: Path, tls: bool) -> Path:
    """Lay the root out in a folder, from unpacked packages and our two programs, with OpenSSL or without, and give the archive of it."""
    root = folder / ("root-tls" if tls else "root")
    shutil.rmtree(root, ignore_errors=True)
    for name in ("usr/bin", "lib", "etc", "root", "dev", "proc", "sys", "tmp", "programs"):
        (root / name).mkdir(parents=True)
    libraries = packages / "usr/lib/i386-linux-gnu"
    shutil.copy(packages / f"usr/bin/python{VERSION}", root / "usr/bin")
    for name in ["ld-linux.so.2", *LIBRARIES, *(TLS_LIBRARIES if tls else [])]:
        shutil.copy((libraries / name).resolve(), root / "lib" / name)
    lay_library(packages, root / f"usr/lib/python{VERSION}", tls)
    for name in ("zygote.py", "program.py", "warm.py"):
        shutil.copy(GUEST / name, root)
    agent, python = programs
    shutil.copy(agent, root / "init")
    shutil.copy(python, root / "usr/bin/python3")
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
    (root / "etc/nsswitch.conf").write_text("hosts: files\n")
    archive = root.with_suffix(".cpio.gz")
    archive.write_bytes(gzip.compress(b"".join(entries(root)), 6, mtime=0))
    return archive


def lay_library(packages: Path, library: Path, tls: bool) -> None:
    """The standard library as byte code without docstrings, less what no server needs."""
    source = packages / f"usr/lib/python{VERSION}"
    names = WITHOUT if tls else [*WITHOUT, "ssl"]
    without = {source / name for name in names} | {source / f"{name}.py" for name in names}
    files = []
    for file in source.rglob("*.py"):
        kept = not without & {file, *file.parents} and "config-" not in str(file)
        if kept and (file.parent.name != "encodings" or file.stem in ENCODINGS):
            files.append(file.relative_to(source).as_posix())
    command = [*map(str, run_python(packages)), str(Path(__file__))]
    subprocess.run([*command, str(source), str(library), *sorted(set(files) - {OURS})], check=True)
    subprocess.run([*command, str(GUEST), str(library), OURS], check=True)
    (library / "lib-dynload").mkdir()
    for name in EXTENSIONS + TLS_EXTENSIONS * tls:
        for file in (source / "lib-dynload").glob(f"{name}.*.so"):
            shutil.copy(file, library / "lib-dynload")


def run_python(packages: Path) -> list[Path | str]:
    """The command that runs the guest's own Python here."""
    libraries = packages / "usr/lib/i386-linux-gnu"
    return [libraries / "ld-linux.so.2", "--library-path", libraries, packages / f"usr/bin/python{VERSION}", "-S", "-E"]


def compile_without_docstrings(source: Path, library: Path, files: list[str]) -> None:
    """Run by the guest's Python, whose byte code it has to be."""
    for name in files:
        text = (source / name).read_bytes()
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and has_docstring(
                node
            ):
                node.body[0] = ast.copy_location(ast.Pass(), node.body[0])
        path = f"/usr/lib/python{VERSION}/{name}"
        code = marshal.dumps(compile(tree, path, "exec", dont_inherit=True))
        target = library / Path(name).with_suffix(".pyc")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(
            importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(text) + code
        )


def has_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a module, class or function begins with a text that says what it is."""
    first = node.body[0] if node.body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


def entries(root: Path) -> Iterator[bytes]:
    """The archive in the form "newc" of cpio, with the devices that the kernel wants before any program runs."""
    nodes = [("dev/console", stat.S_IFCHR | 0o600, (5, 1), b""), ("dev/null", stat.S_IFCHR | 0o666, (1, 3), b"")]
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            nodes.append((name, stat.S_IFDIR | 0o755, (0, 0), b""))
        else:
            mode = 0o755 if os.access(path, os.X_OK) else 0o644
            nodes.append((name, stat.S_IFREG | mode, (0, 0), path.read_bytes()))
    for number, node in enumerate([*sorted(nodes), ("TRAILER!!!", 0, (0, 0), b"")]):
        name, mode, device, content = node
        numbers = (number, mode, 0, 0, 1, 0, len(content), 0, 0, *device, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08X" % each for each in numbers) + name.encode() + b"\0"
        yield head + bytes(-len(head) % 4) + content + bytes(-len(content) % 4)


if __name__ == "__main__":
    compile_without_docstrings(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])

"""Scenarios that are wrong on purpose, each in one way, made from one that is right."""

from pathlib import Path
from textwrap import dedent

import pytest
from pytest_examples import EvalExample

from support.proof import prove
from wouldblock.scenario.model import Scenario, by_name

SERVER = dedent(
    """\
    import socket

    with socket.create_server(("127.0.0.1", 12345)) as listener:
        while True:
            connection, _ = listener.accept()
            with connection:
                print("got", connection.recv(1024))
                #> got b'hello'
                connection.sendall(b"HELLO")
    """
)
CLIENT = dedent(
    """\
    import socket

    with socket.create_connection(("127.0.0.1", 12345)) as connection:
        connection.sendall(b"hello")
        print("answer", connection.recv(1024))
        #> answer b'HELLO'
    """
)


def write(folder: Path, **files: str) -> Scenario:
    """Write a chapter with one scenario, 'chapter/name': its programs, and its declaration as `scenario`."""
    where = folder / "chapter" / "name"
    where.mkdir(parents=True)
    usual = {"client": CLIENT} if "server.c" in files else {"server": SERVER, "client": CLIENT}
    for name, text in (usual | files).items():
        path = where / (f"{name}.toml" if name == "scenario" else f"{name}.py" if "." not in name else name)
        path.write_text(dedent(text), "utf-8")
    return by_name("chapter/name", folder)


def verdict(folder: Path, evaluator: EvalExample, *, own_network: bool = True, **files: str) -> str:
    """Prove the scenario that these files make, with short patience, and return every problem, in lines."""
    files["scenario"] = "time-limit = 1\n" + files.get("scenario", "")
    try:
        prove(write(folder, **files), evaluator, own_network=own_network)
    except pytest.fail.Exception as failure:
        return failure.msg
    return ""

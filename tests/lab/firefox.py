"""Drives an installed Firefox by Marionette, its own protocol: Playwright needs a Firefox of its own, and geckodriver is in no registry."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMES = ("firefox-esr", "firefox")
STARTS = 60  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name of an element's number, in the standard of WebDriver
SETTINGS = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,  # a free one, which is written into the profile
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def installed() -> str | None:
    """The path of a Firefox, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One window; its methods are the commands of WebDriver that the tests need."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.number = connection, 0
        self.receive()  # a greeting
        self.version = self.ask("WebDriver:NewSession", {})["capabilities"]["browserVersion"]
        self.ask("WebDriver:SetTimeouts", {"script": 600_000, "pageLoad": 60_000})

    def ask(self, command: str, parameters: dict) -> dict:
        """Send a command and give its result; raises RuntimeError with what Firefox says against it."""
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def receive(self) -> list:
        digits = b""
        while (byte := self.connection.recv(1)) != b":":
            if not byte:
                raise RuntimeError("Firefox has ended")
            digits += byte
        left, parts = int(digits), []
        while left:
            parts.append(self.connection.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))

    def goto(self, address: str) -> None:
        self.ask("WebDriver:Navigate", {"url": address})

    def click(self, selector: str, number: int = 0) -> None:
        """Click the element of that number, out of those that a selector finds, as a reader does."""
        elements = self.ask("WebDriver:FindElements", {"using": "css selector", "value": selector})
        self.ask("WebDriver:ElementClick", {"id": elements[number][ELEMENT]})

    def evaluate(self, function: str, *arguments: object):
        """What an async function of JavaScript gives."""
        script = f"const done = arguments[arguments.length - 1]; ({function})(...arguments).then(done, (error) => done(String(error)));"
        return self.ask("WebDriver:ExecuteAsyncScript", {"script": script, "args": list(arguments)})["value"]


@contextmanager
def started(program: str, profile: Path) -> Iterator[Firefox]:
    """A Firefox with an empty profile, without a window on the screen."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("".join(lines))
    command = [program, "--headless", "--no-remote", "--marionette", "--profile", str(profile)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with socket.create_connection(("127.0.0.1", port_of(profile, process))) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(STARTS)


def port_of(profile: Path, process: subprocess.Popen) -> int:
    """The port that Firefox has written into its profile; raises RuntimeError if it does not start."""
    end = time.monotonic() + STARTS
    while time.monotonic() < end and process.poll() is None:
        file = profile / "MarionetteActivePort"
        if file.is_file() and (port := file.read_text().strip()):
            return int(port)
        time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start within {STARTS} s")

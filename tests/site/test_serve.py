"""While `nox -s serve` runs, each change shows, although pages that stay the same are not made anew."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from support.small_site import ENVIRONMENT

SERVER = Path("snippets", "chapter", "name", "server.py")


@pytest.fixture
def shows(project) -> Iterator[Callable[[str, str], None]]:
    """Serves the small project; waits until a page, or another file, contains a text."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--livereload", "--dev-addr", address]
    log = project / "log"
    with log.open("wb") as file:
        running = subprocess.Popen(
            command, cwd=project, env=ENVIRONMENT | {"SITE_URL": f"http://{address}/"}, stdout=file, stderr=file
        )

    def wait(page: str, text: str) -> None:
        last = time.monotonic() + 90  # a build takes longest where other programs run, too
        while time.monotonic() < last and running.poll() is None:
            try:
                with urllib.request.urlopen(f"http://{address}/{page}", timeout=30) as answer:
                    if text in answer.read().decode():
                        return
            except urllib.error.URLError:
                pass  # it does not listen yet
            time.sleep(0.05)
        pytest.fail(f"{page} does not show {text!r}:\n{log.read_text('utf-8')}")

    yield wait
    running.terminate()
    running.wait()


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_each_kind_of_change_shows(shows, project) -> None:
    page = "chapter/name.html"
    shows(page, "server.py")
    append(project / SERVER, "# a program has changed\n")
    shows(page, "# a program has changed")
    shows("snippets/chapter/name/server.py", "# a program has changed")
    (project / SERVER.with_name("scenario.toml")).write_text(
        'systems = ["linux"]\nwhy = "A declaration has changed."\n'
    )
    shows(page, "A declaration has changed")
    append(project / "docs" / "chapter" / "name.md", "\nA page has changed. [gone](gone.md)\n")
    shows(page, "A page has changed.")
    append(project / "theme" / "main.html", "{% block footer %}A template has changed.{% endblock %}\n")
    shows(page, "A template has changed.")
    append(project / "theme" / "assets" / "wouldblock.css", "article { color: #123456 }\n")
    shows("assets/site.css", "#123456")
    settings = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("Link to this section", "A setting has changed"), "utf-8")
    shows(page, "A setting has changed")
    (project / "docs" / "chapter" / "gone.md").write_text("# Here again\n", "utf-8")
    shows(page, '<a href="gone.html">')


def test_page_that_is_as_it_was_is_not_made_by_the_template_again(project, monkeypatch) -> None:
    monkeypatch.chdir(project)
    page = project / "docs" / "chapter" / "name.md"
    page.write_text('---\ndescription: A "description", which is kept.\n---\n\n' + page.read_text("utf-8"), "utf-8")
    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    (hooks,) = config.hooks.values()
    made = []
    for _ in range(3):  # the first time there is nothing, the second time the titles of all pages are new
        build(config, serve_url="http://127.0.0.1:8000/")
        made.append(dict(hooks._build.kept.html))
    assert made[2].keys() == {"index.md", "chapter/name.md"}
    assert all(made[2][name] is made[1][name] for name in made[2])

"""The check of links to other sites finds a link that leads nowhere; tried with a server on this machine."""

import http.server
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

SETTINGS = Path(__file__).parent / "linkcheckerrc"
PAGE = '<link rel="canonical" href="http://127.0.0.1:8000/index.html"><a href="{0}/there">one</a><a href="chapter/page.html">two</a>'


class Other(http.server.BaseHTTPRequestHandler):
    """A site that has /there, and /moved, which leads there."""

    def do_GET(self) -> None:
        self.send_response({"/there": 200, "/moved": 301}.get(self.path, 404))
        self.send_header("Location", "/there")
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def site() -> Iterator[Path]:
    """A folder that everyone can read: started by root, the checker becomes an ordinary user."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "chapter").mkdir()
        site.chmod(0o755)
        yield site


@pytest.mark.parametrize(("path", "status"), [("there", 0), ("moved", 0), ("gone", 1)])
def test_link_to_another_site_is_followed(site, other, path, status) -> None:
    (site / "index.html").write_text(PAGE.format(other), "utf-8")
    (site / "chapter" / "page.html").write_text(f'<a href="{other}/{path}">three</a>', "utf-8")
    command = [sys.executable, "-m", "linkcheck", "--config", str(SETTINGS), str(site / "index.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == status, done.stdout + done.stderr
    assert (f"{other}/{path}" in done.stdout) == bool(status)

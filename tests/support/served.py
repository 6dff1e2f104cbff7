"""The built site, served as a host of static files would: below a path, compressed, and with every byte counted."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from wouldblock.project import ROOT

# A reader who wants no output veiled until a question is answered.
UNVEILED = "try { localStorage.setItem('wouldblock.veil', 'off'); } catch { /* a page that is not of the site */ }"
SITE = ROOT / "site"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if path.name != "404.html")
COMPRESSED = {".html", ".css", ".js", ".svg", ".xml", ".py", ".txt"}


@dataclass
class Served:
    """Where the site is, and what was sent from there: the path and the bytes of each answer, with its headers."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def serve(below: str = "/site") -> Iterator[Served]:
    """Serve site/ below a path of a free port."""
    assert (SITE / "index.html").is_file(), "there is no site/; build it with: nox -s build"
    served = Served("")
    handler = functools.partial(Handler, served=served, below=below, directory=SITE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.address = f"http://127.0.0.1:{server.server_port}{below}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args, served: Served, below: str, **others) -> None:
        self.served, self.below = served, below
        super().__init__(*args, **others)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.removeprefix(self.below)))
        is_there = path.is_file() and self.path.startswith(f"{self.below}/")
        path = path if is_there else SITE / "404.html"
        body = path.read_bytes()
        self.send_response(HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in COMPRESSED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.served.sent.append((self.path, sum(map(len, self._headers_buffer)) + 2 + len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass

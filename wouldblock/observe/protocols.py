"""The least of four protocols that a client needs: HTTP/1.1, FastCGI, the protocol of PostgreSQL, that of Redis."""

import http.client
import socket
import struct
from dataclasses import dataclass
from typing import NamedTuple

NOTHING, AN_ANSWER = "nothing; it stays connected", "an answer"


class Ended(Exception):
    """The server has closed the connection; holds what it said before, or nothing."""


class Answer(NamedTuple):
    """What a server said, without the protocol around it."""

    text: str
    kept: bool = True  # the server leaves the connection open for the next question


class Protocol:
    """How a client makes a connection usable, asks one question that is answered at once or late, and reads one answer."""

    def greeting(self) -> bytes:
        """What has to be said, and answered, before the first question; nothing in most protocols."""
        return b""

    def question(self, *, late: bool = False) -> bytes:
        """The bytes that ask once; `late` for an answer that takes a minute."""
        raise NotImplementedError

    def answer(self, connection: socket.socket) -> Answer:
        """Read one answer to its end; raises Ended where the connection ends instead."""
        raise NotImplementedError


@dataclass(frozen=True)
class Http(Protocol):
    """HTTP/1.1; `half`: a late answer comes from half a request, for a server that has no slow page."""

    half: bool = False

    def question(self, *, late: bool = False) -> bytes:
        """A GET, or the half of one."""
        path = "/?late" if late and not self.half else "/"
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        return request[:-2] if late and self.half else request

    def answer(self, connection: socket.socket) -> Answer:
        """The body, or the status where it is not 200."""
        response = http.client.HTTPResponse(connection)
        try:
            response.begin()
            body = response.read().decode()
        except http.client.RemoteDisconnected as end:  # counts as a ConnectionResetError, too, but is none
            raise Ended from end
        finally:
            response.close()
        return Answer(body.strip() if response.status == 200 else f"HTTP {response.status}", not response.will_close)


@dataclass(frozen=True)
class FastCgi(Protocol):
    """FastCGI as a web server speaks it, see its specification; asks for one script, and to keep the connection."""

    script: str

    def question(self, *, late: bool = False) -> bytes:
        """A request for the script."""
        parameters = {"SCRIPT_FILENAME": self.script, "REQUEST_METHOD": "GET", "QUERY_STRING": "late" if late else ""}
        pairs = b"".join(bytes([len(key), len(value)]) + f"{key}{value}".encode() for key, value in parameters.items())
        begin = struct.pack(">HB5x", 1, 1)  # as a responder; keep the connection
        return b"".join(self._record(kind, text) for kind, text in ((1, begin), (4, pairs), (4, b""), (5, b"")))

    def _record(self, kind: int, content: bytes) -> bytes:
        return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content

    def answer(self, connection: socket.socket) -> Answer:
        """What the script printed."""
        output = b""
        while True:
            _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", exactly(connection, 8))
            content = exactly(connection, length + padding)[:length]
            if kind == 3:  # the end of the request
                return Answer(output.decode().partition("\r\n\r\n")[2].strip())
            output += content


@dataclass(frozen=True)
class PostgreSql(Protocol):
    """Version 3 of the protocol, without a password."""

    user: str

    def greeting(self) -> bytes:
        """The message by which a session starts."""
        words = b"".join(word.encode() + b"\0" for word in ("user", self.user, "database", "postgres")) + b"\0"
        return struct.pack(">ii", 8 + len(words), 3 << 16) + words

    def question(self, *, late: bool = False) -> bytes:
        """A query."""
        query = b"select pg_sleep(60)\0" if late else b"select 1\0"
        return b"Q" + struct.pack(">i", 4 + len(query)) + query

    def answer(self, connection: socket.socket) -> Answer:
        """The errors and notices, or 1."""
        messages = []
        while True:
            try:
                kind, length = struct.unpack(">ci", exactly(connection, 5))
                content = exactly(connection, length - 4)
            except (Ended, ConnectionError) as end:
                raise Ended("; ".join(messages)) from end
            if kind in (b"E", b"N"):  # an error or a notice
                fields = {part[:1]: part[1:].decode() for part in content.split(b"\0") if part}
                messages.append(f"{fields[b'S']} {fields[b'C']}: {fields[b'M']}")
            elif kind == b"Z":  # ready for the next query
                return Answer("; ".join(messages) or "1")


class Redis(Protocol):
    """Commands in one line each."""

    def question(self, *, late: bool = False) -> bytes:
        """A command."""
        return b"BLPOP nothing 60\r\n" if late else b"PING\r\n"

    def answer(self, connection: socket.socket) -> Answer:
        """One line."""
        line = b""
        while not line.endswith(b"\r\n"):
            line += exactly(connection, 1)
        return Answer(line.decode().strip())


def exactly(connection: socket.socket, size: int) -> bytes:
    """The next `size` bytes; raises Ended where the stream ends before them."""
    data = b""
    while len(data) < size:
        if not (part := connection.recv(size - len(data))):
            raise Ended
        data += part
    return data


class Client:
    """One connection, and what its owner sees. Raises OSError or Ended where it can't be made."""

    def __init__(self, protocol: Protocol, port: int, patience: float = 5):
        self.protocol = protocol
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=patience)
        self.port = self.socket.getsockname()[1]
        try:
            if greeting := protocol.greeting():
                self.socket.sendall(greeting)
                protocol.answer(self.socket)
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self) -> Answer:
        """Ask once, and wait for the answer."""
        self.socket.sendall(self.protocol.question())
        return self.protocol.answer(self.socket)

    def ask_late(self) -> None:
        """Ask what is not answered for a minute, and do not wait for it."""
        self.socket.sendall(self.protocol.question(late=True))

    def sees(self, patience: float) -> str:
        """What comes next on the connection, in words."""
        self.socket.settimeout(patience)
        try:
            answer = self.protocol.answer(self.socket).text
        except TimeoutError:
            return NOTHING
        except ConnectionError as error:
            return f"a {type(error).__name__}"
        except Ended as end:
            return f"{end}, then the end of the stream" if str(end) else "the end of the stream"
        return answer if answer.startswith("HTTP") else AN_ANSWER

    def asks_again(self, patience: float) -> str:
        """What comes when it asks once more, in words."""
        try:
            self.socket.sendall(self.protocol.question())
        except ConnectionError as error:
            return f"a {type(error).__name__}"
        return self.sees(patience)

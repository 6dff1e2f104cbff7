"""Two networks, joined by a virtual cable, that is cut: what each connection notices of it, and when."""

import socket
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from wouldblock.run.loopback import enter_own_network

NEAR, FAR = "10.0.0.1", "10.0.0.2"
PATIENCE = 30  # seconds that the one without any limit is watched
KEEPALIVE = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 1, "TCP_KEEPCNT": 3}
USER_TIMEOUT = 4000  # milliseconds


def events() -> list[dict[str, object]]:
    """What was noticed, connection by connection, in seconds from the moment at which the cable was cut; about 40 s."""
    with ThreadPoolExecutor(1) as near, ThreadPoolExecutor(1) as far:  # a network belongs to a thread
        if not all(side.submit(enter_own_network).result() for side in (near, far)):
            raise OSError("needs Linux, and root, to make networks of its own")
        other = far.submit(threading.get_native_id).result()
        near.submit(ip, f"link add cable type veth peer name cable netns {other}").result()
        for side, address in (near, NEAR), (far, FAR):
            side.submit(ip, f"address add {address}/24 dev cable").result()
            side.submit(ip, "link set cable up").result()
        ends = [far.submit(socket.create_server, (FAR, 0)).result()]
        connections = []
        for _ in range(5):
            connections.append(near.submit(socket.create_connection, ends[0].getsockname()).result())
            ends.append(ends[0].accept()[0])
        noticed = watch(connections, lambda: near.submit(ip, "link set cable down").result())
        for sock in ends:
            sock.close()
        return noticed


def watch(connections: list[socket.socket], cut: Callable[[], object]) -> list[dict[str, object]]:
    """What each of five connections notices, and after how many seconds, when the link is cut."""
    plain, limited, probing, sending, both = connections
    limited.settimeout(10)
    probing.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE.items():
        probing.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    both.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT)
    cut()
    begin = time.monotonic()
    numbers = ", ".join(f"{name} {value}" for name, value in KEEPALIVE.items())
    asked = [
        ("no limit", plain, "recv(100)", None),
        ("no limit, and it sends", sending, "recv(100)", b"are you there?"),
        ("settimeout(10)", limited, "recv(100)", None),
        (f"SO_KEEPALIVE, {numbers}", probing, "recv(100)", None),
        (f"TCP_USER_TIMEOUT {USER_TIMEOUT}, and it sends", both, "recv(100)", b"are you there?"),
    ]
    with ThreadPoolExecutor(len(asked)) as threads:
        going = [threads.submit(ask, *row, begin) for row in asked]
        time.sleep(PATIENCE)
        for connection in plain, sending:
            connection.shutdown(socket.SHUT_RD)  # enough was seen
        noticed = [future.result() for future in going]
    for connection in connections:
        connection.close()
    return noticed


def ask(title: str, connection: socket.socket, call: str, message: bytes | None, begin: float) -> dict[str, object]:
    """Call recv() and tell how it ended."""
    accepted = f"`send()` took {connection.send(message)} bytes; " if message else ""
    try:
        outcome = f"{accepted}`{connection.recv(100)!r}`"
        if time.monotonic() - begin > PATIENCE - 1:
            outcome = f"{accepted}nothing, as long as we watched"
    except OSError as error:
        outcome = f"{accepted}`{type(error).__name__}: {error}`"
    return {"connection": title, "call": call, "outcome": outcome, "seconds": round(time.monotonic() - begin, 1)}


def ip(command: str) -> None:
    """Run ip(8); raises CalledProcessError."""
    subprocess.run(["ip", *command.split()], check=True)

"""A TCP connection between two networks of one machine, joined by a virtual cable with packets as small as Ethernet's."""

import shutil
import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from wouldblock.figures.names import ETHERNET
from wouldblock.run.loopback import enter_own_network

NEAR, FAR = "10.0.0.1", "10.0.0.2"


def connected() -> tuple[socket.socket, socket.socket] | None:
    """The connection's two ends, or None where that cannot be made: it needs Linux, root, and the program `ip`.

    The networks end with the last of the two sockets.
    """
    if not shutil.which("ip"):
        return None
    with ThreadPoolExecutor(1) as near, ThreadPoolExecutor(1) as far:  # a network belongs to a thread
        if not all(side.submit(enter_own_network).result() for side in (near, far)):
            return None
        other = far.submit(threading.get_native_id).result()
        near.submit(
            _ip, f"link add cable mtu {ETHERNET} type veth peer name cable mtu {ETHERNET} netns {other}"
        ).result()
        for side, address in (near, NEAR), (far, FAR):
            side.submit(_ip, f"address add {address}/24 dev cable").result()
            side.submit(_ip, "link set cable up").result()
        with far.submit(socket.create_server, (FAR, 0)).result() as listener:
            writer = near.submit(socket.create_connection, listener.getsockname()).result()
            return writer, listener.accept()[0]


def _ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True)

"""Each form in which a version of strace writes is read; what is of no known form is an error, and never left out."""

import os
import subprocess
import sys

import pytest

from wouldblock.linux import arguments, strace
from wouldblock.linux.strace import RawCall, UnknownText

CONNECTION = "5<TCP:[127.0.0.1:12345->127.0.0.1:40672]>"
POLL = "poll([{fd=3<TCP:[127.0.0.1:40672->127.0.0.1:12345]>, events=POLLIN}], 1, 5000)"
PPOLL = "ppoll([{fd=4<TCP:[127.0.0.1:12345]>, events=POLLIN}, {fd=6<pipe:[7]>, events=POLLOUT}], 2, NULL, NULL, 8)"


def parsed(text: str) -> RawCall:
    """A call that began at second 10."""
    return strace.parse(7, f"10.000000000 {text}")


def test_version_that_is_installed_is_told() -> None:
    if strace.reason_not_here():
        assert strace.version() == "unknown"
    else:
        assert strace.version()[0].isdigit()


@pytest.mark.parametrize(
    ("line", "name", "result", "end", "cut"),
    [
        ("listen(4<TCP:[127.0.0.1:12345]>, 128) = 0 <0.5>", "listen", 0, 10.5, None),
        ('write(-1, "<", 1)  = -1 EBADF (Bad file descriptor) <0.25>', "write", -1, 10.25, None),
        (f"{POLL} = 0 (Timeout) <5.0>", "poll", 0, 15.0, None),
        (
            "accept4(4<TCP:[127.0.0.1:12345]>, 0x7ffe2f5e, [16], SOCK_CLOEXEC) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) <0.5>",
            "accept4", None, None, 10.5,
        ),
        ("epoll_wait(5<anon_inode:[eventpoll]>, 0x15329f30, 1023, -1) = -1 EINTR (Interrupted system call) <0.5>",
         "epoll_wait", None, None, 10.5),
        ("kill(22218, SIGKILL)            = ?", "kill", None, None, None),
        ("exit_group(0)      = ?", "exit_group", None, None, None),
        ("accept4(3<TCP:[127.0.0.1:12345]>,  <unfinished ...>) = ?", "accept4", None, None, None),
        ("read(9<pipe:[11]>,  <detached ...>", "read", None, None, None),
        ("+++ exited with 0 +++", "end", None, 10.0, None),
        ("+++ killed by SIGABRT (core dumped) +++", "end", None, 10.0, None),
    ],
)  # fmt: skip
def test_line_is_read(line, name, result, end, cut) -> None:
    call = parsed(line)
    assert (call.name, call.result, call.end, call.cut) == (name, result, end, cut)


@pytest.mark.parametrize(
    ("line", "ready"),
    [
        # 6.1
        ("epoll_wait(3<anon_inode:[eventpoll]>, [{events=EPOLLIN, data={u32=4, u64=140685948747780}}], 2, -1) = 1 <0.1>",
         [(4, True)]),
        # 7.2, where Python has filled in all, or only the half
        ("epoll_wait(3<anon_inode:[eventpoll]>, [{events=EPOLLIN|EPOLLHUP, data=0x4}, {events=EPOLLOUT, data=0x7ff400000005}], 2, -1) = 2 <0.1>",
         [(4, True), (5, False)]),
        ("epoll_pwait(3<anon_inode:[eventpoll]>, [{events=EPOLLIN, data=0x4}], 2, -1, NULL, 8) = 1 <0.1>", [(4, True)]),
        ("epoll_wait(3<anon_inode:[eventpoll]>, [], 2, 0) = 0 <0.1>", []),
        ("epoll_wait(3<anon_inode:[eventpoll]>, 0x15329f30, 1023, -1) = -1 EINTR (Interrupted system call) <0.1>", []),
        (f"{POLL} = 1 ([{{fd=3, revents=POLLIN|POLLHUP}}]) <0.1>", [(3, True)]),
        (f"{PPOLL} = 2 ([{{fd=4, revents=POLLIN}}, {{fd=6, revents=POLLOUT}}]) <0.1>", [(4, True), (6, False)]),
        ("select(7, [4<TCP:[127.0.0.1:12345]> 5<pipe:[8]>], [6<pipe:[7]>], NULL, {tv_sec=1, tv_usec=0}) = 2 (in [5], out [6], left {tv_sec=0, tv_usec=5}) <0.1>",
         [(5, True), (6, False)]),
        ("pselect6(5, [4<TCP:[127.0.0.1:12345]>], NULL, NULL, NULL, NULL) = 1 (in [4]) <0.1>", [(4, True)]),
        ("pselect6(5, [4<TCP:[127.0.0.1:12345]>], NULL, NULL, NULL, NULL) = 1 (in [4<TCP:[127.0.0.1:12345]>]) <0.1>", [(4, True)]),
    ],
)  # fmt: skip
def test_what_was_found_ready_is_read(line, ready) -> None:
    assert arguments.ready(parsed(line)) == ready


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        (f"{POLL} = 0 (Timeout) <5.0>", 5),
        ("poll(NULL, 0, 0) = 0 (Timeout) <0.1>", 0),
        (f"{PPOLL} = 0 (Timeout) <0.1>", None),
        (PPOLL.replace("NULL, NULL", "{tv_sec=0, tv_nsec=0}, NULL") + " = 0 (Timeout) <0.1>", 0),
        ("select(5, [4<pipe:[8]>], NULL, NULL, {tv_sec=0, tv_usec=0}) = 0 (Timeout) <0.1>", 0),
        ("pselect6(5, [4<pipe:[8]>], NULL, NULL, {tv_sec=1, tv_nsec=0}, NULL) = 0 (Timeout) <0.1>", 1),
        ("epoll_wait(3<anon_inode:[eventpoll]>, [], 2, 50) = 0 <0.1>", 0.05),
        ("epoll_pwait(3<anon_inode:[eventpoll]>, [], 2, 0, NULL, 8) = 0 <0.1>", 0),
        ("epoll_pwait2(3<anon_inode:[eventpoll]>, [], 2, {tv_sec=0, tv_nsec=0}, NULL, 8) = 0 <0.1>", 0),
        ("epoll_wait(3<anon_inode:[eventpoll]>,  <unfinished ...>) = ?", None),
    ],
)
def test_longest_wait_is_read(line, seconds) -> None:
    assert arguments.timeout(parsed(line)) == seconds


def test_sockets_sizes_and_flags_are_read() -> None:
    call = parsed(f'sendto({CONNECTION}, "\\0on\\"e"..., 8192, MSG_NOSIGNAL|MSG_MORE, NULL, 0) = 4096 <0.1>')
    arguments.check_socket(call)
    assert arguments.first_descriptor(call.arguments) == (5, "TCP", "127.0.0.1:12345->127.0.0.1:40672")
    assert (arguments.data(call), arguments.size_asked(call)) == (('\\0on\\"e', True), 8192)
    address = '{sa_family=AF_INET, sin_port=htons(12345), sin_addr=inet_addr("127.0.0.1")}, 16'
    assert arguments.peer(parsed(f"connect(3<TCP:[163729]>, {address}) = 0 <0.1>")) == "127.0.0.1:12345"
    assert arguments.backlog(parsed("listen(4<TCP:[127.0.0.1:12345]>, 128) = 0 <0.1>")) == 128
    assert arguments.nonblocking(parsed(f"ioctl({CONNECTION}, FIONBIO, [1]) = 0 <0.1>")) is True
    assert arguments.nonblocking(parsed("ioctl(1<pipe:[2]>, TCGETS2, 0x7f) = -1 ENOTTY (No) <0.1>")) is None
    assert arguments.shuts_sending(parsed(f"shutdown({CONNECTION}, SHUT_RDWR) = 0 <0.1>")) is False
    for data in ("{u32=5, u64=140685948747781}", "0x5"):
        added = f"epoll_ctl(3<anon_inode:[eventpoll]>, EPOLL_CTL_ADD, {CONNECTION}, {{events=EPOLLIN, data={data}}})"
        assert arguments.watched(parsed(f"{added} = 0 <0.1>")).number == 5
    wait = "futex(0x7ffe14d43500, FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME, 0, NULL, FUTEX_BITSET_MATCH_ANY)"
    assert arguments.futex(parsed(f"{wait} = 0 <0.1>")) == (0x7FFE14D43500, True)
    for name, thread in (("clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x7f})", True), ("vfork()", False)):
        assert arguments.starts_thread(parsed(f"{name} = 99 <0.1>")) is thread


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("strace: something new", None),
        ("listen(4) -> 0", None),
        ("epoll_wait(3<anon_inode:[eventpoll]>, [{events=EPOLLIN, data=<4>}], 2, -1) = 1 <0.1>", arguments.ready),
        (f"{POLL} = 1 ([{{fd=three, revents=POLLIN}}]) <0.1>", arguments.ready),
        ("select(5, [4<pipe:[8]>], NULL, NULL, NULL) = 1 (readable: 4) <0.1>", arguments.ready),
        ("epoll_wait(3<anon_inode:[eventpoll]>, [], 2, 50 ms) = 0 <0.1>", arguments.timeout),
        ("connect(3<TCP:[163729]>, 127.0.0.1:12345, 16) = 0 <0.1>", arguments.peer),
        ('recvfrom(5, "x", 1, 0, NULL, NULL) = 1 <0.1>', arguments.check_socket),
        ('recvfrom(5<TCP:127.0.0.1-127.0.0.1>, "x", 1, 0, NULL, NULL) = 1 <0.1>', arguments.check_socket),
        ("recvfrom(5<TCP:[1]>, x, 1, 0, NULL, NULL) = 1 <0.1>", arguments.data),
        ('sendto(5<TCP:[1]>, "x", 1) = 1 <0.1>', arguments.size_asked),
        ("ioctl(5<TCP:[1]>, FIONBIO, on) = 0 <0.1>", arguments.nonblocking),
        ("clone3(0x7f) = 99 <0.1>", arguments.starts_thread),
        ("epoll_ctl(3, EPOLL_CTL_ADD, 5) = 0 <0.1>", arguments.watched),
        ("futex(here, FUTEX_WAIT) = 0 <0.1>", arguments.futex),
        ("shutdown(5<TCP:[1]>, 1) = 0 <0.1>", arguments.shuts_sending),
    ],
)
def test_what_is_of_no_known_form_is_told_with_version_and_line(line, reads) -> None:
    with pytest.raises(UnknownText) as told:
        reads(parsed(line))
    assert str(told.value).startswith(f"strace, version {strace.version()}, has written a line that wouldblock/linux/ ")
    assert str(told.value).endswith(f": 10.000000000 {line}")


@pytest.mark.skipif(strace.reason_not_here() is not None, reason=f"nothing is traced: {strace.reason_not_here()}")
def test_real_strace_is_read_to_the_last_line(tmp_path) -> None:
    program = """if True:
        import select, socket, threading
        with socket.create_server(("127.0.0.1", 0)) as listener, select.epoll() as poller:
            poller.register(listener)
            poller.poll(0)
            with socket.create_connection(listener.getsockname(), 5) as client:
                poller.poll()
                select.select([listener], [client], [])
                threading.Thread(target=client.sendall, args=(b"hello",)).start()
                with listener.accept()[0] as server:
                    server.recv(100)
    """
    calls = "listen,connect,accept4,sendto,recvfrom,poll,ppoll,select,pselect6,epoll_wait,?epoll_pwait2,epoll_ctl,clone,clone3"
    command = strace.command(tmp_path / "log", calls, sys.executable, "-c", program)
    assert subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": ""}).returncode == 0
    (raw_calls,) = strace.read(tmp_path).values()
    ready = [len(arguments.ready(call)) for call in raw_calls if call.name in arguments.TIMEOUTS]
    assert sorted(ready) == [0, 1, 1, 1, 2]
    assert [arguments.data(call)[0] for call in raw_calls if call.name in ("sendto", "recvfrom")] == ["hello", "hello"]

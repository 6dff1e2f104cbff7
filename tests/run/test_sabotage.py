"""The checks are checked: every way in which a scenario can be wrong is caught, with a sentence that helps."""

import os
import socket
import sys
import tempfile
import threading

import pytest

from support.scenarios import CLIENT, SERVER, verdict
from wouldblock.project import ProjectError
from wouldblock.run.loopback import with_loopback
from wouldblock.scenario import c_program
from wouldblock.scenario.program import ADDRESS

posix = pytest.mark.skipif(
    os.name != "posix", reason="forks, or is judged by its descriptors, which Windows does not show"
)


in_c = pytest.mark.skipif(os.name != "posix" or not c_program.compiler(), reason=c_program.INSTALL)
SERVER_IN_C = """\
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(12345), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    bind(listener, (struct sockaddr *)&address, sizeof address);
    listen(listener, 5);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection == -1) return 1;
        char request[1024];
        recv(connection, request, sizeof request, 0);
        send(connection, "HELLO", 5, 0);
        close(connection);
    }
}
"""


@pytest.fixture
def judge(tmp_path, eval_example):
    return lambda **files: verdict(tmp_path, eval_example, **files)


def test_scenario_that_is_right_passes(judge) -> None:
    assert judge() == ""


def test_program_that_needs_a_file_that_its_readers_do_not_get_is_caught(tmp_path, eval_example) -> None:
    (tmp_path / "chapter").mkdir()
    (tmp_path / "chapter" / "notes.txt").write_text("noted")
    client = CLIENT + 'from pathlib import Path\nprint(Path("../notes.txt").read_text())\n#> noted\n'
    assert "FileNotFoundError" in verdict(tmp_path, eval_example, client=client)


@in_c
def test_server_in_c_that_is_right_passes(judge) -> None:
    assert judge(**{"server.c": SERVER_IN_C}) == ""


@in_c
def test_server_in_c_is_built_where_a_folder_has_a_name_with_spaces(judge, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "template", "of a user ")  # not tempdir: the lock of the shared port is there
    assert judge(**{"server.c": SERVER_IN_C}) == ""


@in_c
@pytest.mark.usefixtures("in_the_background")
def test_ctrl_c_ends_a_server_in_c_where_we_run_in_the_background_of_a_shell(judge) -> None:
    assert judge(**{"server.c": SERVER_IN_C}) == ""


@in_c
@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("int main", "int mein", "chapter/name/server.c can't be built; mend what the compiler says"),
        ("int main", "static int unused;\nint main", "can't be built"),
        ("listen(listener, 5);", "", "chapter/name/server.c ended with exit status"),
        ('"HELLO"', '"HALLO"', "chapter/name/client.py"),
        ("listen(listener, 5);", "listen(listener, 5); return 3;", "ended with exit status 3, not 0"),
        ("for (;;)", 'puts("hello"); fflush(stdout); for (;;)', "wrote 'hello' to standard output without a print"),
    ],
)
def test_server_in_c_that_is_wrong_is_caught(judge, right, wrong, sentence) -> None:
    assert right in SERVER_IN_C
    assert sentence in judge(**{"server.c": SERVER_IN_C.replace(right, wrong)})


def test_changed_output_is_caught(judge) -> None:
    message = judge(server=SERVER.replace("b'hello'", "b'hallo'"))
    assert "chapter/name/server.py" in message
    assert [line.split()[0] for line in message.splitlines() if "#> got b'" in line] == ["-", "+"]
    assert "nox -s update -- chapter/name" in message


def test_missing_output_is_caught(judge) -> None:
    message = judge(client=CLIENT.replace("    #> answer b'HELLO'\n", ""))
    assert "chapter/name/client.py" in message
    assert "nox -s update -- chapter/name" in message


def test_additional_print_is_caught(judge) -> None:
    message = judge(client=CLIENT + 'print("one more")\n')
    assert "client.py" in message
    assert "#> one more" in message


def test_output_that_is_shown_but_never_printed_is_caught(judge) -> None:
    never = "    if not connection:\n        print('never')\n        #> never\n"
    message = judge(client=CLIENT + never)
    assert "client.py:8: the output shown below this line was never printed" in message


def test_output_below_no_print_is_caught(judge) -> None:
    with pytest.raises(ProjectError, match=r"client.py:2: this #> line stands below no print; delete it"):
        judge(client=CLIENT.replace("\n\n", "\n#> lost\n\n", 1))


def test_order_of_lines_counts_unless_declared(tmp_path, eval_example) -> None:
    client = CLIENT + "for text in ['b', 'a']:\n    print(text)\n    #> a\n    #> b\n"
    assert "client.py" in verdict(tmp_path / "exact", eval_example, client=client)
    assert verdict(tmp_path / "any", eval_example, client=client, scenario="output = 'any-order'") == ""


def test_only_declared_numbers_may_vary(tmp_path, eval_example) -> None:
    client = CLIENT + "print(7, 'bytes of', 5)\n#> 8 bytes of 5\n"
    declaration = "output = 'numbers-vary'\nvaries = ['\\d+(?= bytes)']"
    assert "client.py" in verdict(tmp_path / "exact", eval_example, client=client)
    assert verdict(tmp_path / "vary", eval_example, client=client, scenario=declaration) == ""
    other = client.replace("of 5\n", "of 6\n")
    assert "client.py" in verdict(tmp_path / "other", eval_example, client=other, scenario=declaration)


def test_output_without_print_is_caught(judge) -> None:
    message = judge(client="import sys\n" + CLIENT + "sys.stdout.write('secret')\n")
    assert "client.py wrote 'secret' to standard output without a print" in message


def test_standard_error_is_caught(judge) -> None:
    message = judge(client="import sys\n" + CLIENT + "print('oh no', file=sys.stderr)\n")
    assert "client.py wrote to standard error; mend what it says:\n    oh no" in message


def test_server_that_hangs_is_caught_with_the_place_where_it_stood(judge) -> None:
    message = judge(server=SERVER.replace("connection.sendall(b", "connection.recv(1024) and connection.sendall(b"))
    assert "client.py did not end within 1 s" in message
    if os.name == "posix":
        assert "server.py stood here when it was killed" in message
        assert 'server.py", line 9' in message


def test_client_that_hangs_is_caught_with_the_place_where_it_stood(judge) -> None:
    message = judge(client=CLIENT + "import threading\nthreading.Event().wait()\n")
    assert "client.py did not end within 1 s; make it end, or raise 'time-limit'" in message
    assert 'client.py", line 8' in message


def test_server_that_never_listens_is_caught(judge) -> None:
    message = judge(server="import threading\nthreading.Event().wait()\n")
    assert "server.py did not listen within 1 s" in message


def test_server_that_ignores_ctrl_c_is_caught(judge) -> None:
    if os.name != "posix":
        pytest.skip("Windows ends it by Ctrl-Break, which a program can't ignore this way")
    message = judge(server="import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + SERVER)
    assert "server.py did not end within 1 s" in message


def test_crash_is_caught(judge) -> None:
    message = judge(server=SERVER.replace('sendall(b"HELLO")', 'sendall("HELLO")'))
    assert "server.py wrote to standard error" in message
    assert "TypeError" in message
    assert "server.py ended with exit status 1, not 0" in message


def test_exit_status_is_caught_unless_declared(tmp_path, eval_example) -> None:
    client = CLIENT + "raise SystemExit(3)\n"
    assert "client.py ended with exit status 3, not 0" in verdict(tmp_path / "undeclared", eval_example, client=client)
    assert verdict(tmp_path / "declared", eval_example, client=client, scenario='exit = {"client.py" = 3}') == ""
    message = verdict(tmp_path / "missing", eval_example, client=CLIENT, scenario='exit = {"client.py" = 3}')
    assert "client.py ended with exit status 0, not 3" in message


def test_thing_that_the_system_forbids_is_skipped_with_its_reason_if_declared(tmp_path, eval_example) -> None:
    client = CLIENT.replace("import socket\n", "import socket\n\nraise SystemExit('no such thing: Forbidden')\n")
    declaration = "unavailable = 'no such thing'\n"
    assert "no such thing: Forbidden" in verdict(tmp_path / "undeclared", eval_example, client=client)
    with pytest.raises(
        pytest.skip.Exception, match="chapter/name is not possible on this system: no such thing: Forbidden"
    ):
        verdict(tmp_path / "declared", eval_example, client=client, scenario=declaration)
    other = client.replace("no such thing", "some other crash")
    assert "some other crash" in verdict(tmp_path / "other", eval_example, client=other, scenario=declaration)


def test_leaked_socket_is_caught(judge) -> None:
    assert "ResourceWarning: unclosed <socket" in judge(client=CLIENT + "forgotten = socket.socket()\n")


@posix
def test_leaked_file_is_caught(judge) -> None:
    message = judge(client="import os\n" + CLIENT + "os.open(os.devnull, os.O_RDONLY)\n")
    assert "client.py left descriptor" in message
    assert "close it, best by 'with'" in message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the name of an open file")
def test_file_that_the_library_below_ctypes_keeps_open_is_no_leak(judge, tmp_path) -> None:
    library = tmp_path / "libffi.so.8.5.0"
    library.touch()
    assert judge(client=f"import os\n{CLIENT}os.open({str(library)!r}, os.O_RDONLY)\n") == ""


def test_leaked_thread_is_caught(judge) -> None:
    thread = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True, name='idle').start()\n"
    assert "client.py left the thread 'idle' running; join it" in judge(client=CLIENT + thread)


@posix
def test_running_child_is_caught(judge) -> None:
    child = "import os, time\nif os.fork() == 0:\n    time.sleep(30)\n    os._exit(0)\n"
    assert "client.py left a child process running; wait for it, or end it" in judge(client=CLIENT + child)


@posix
def test_child_that_gave_up_its_output_is_caught(judge) -> None:
    child = "import os, time\nif os.fork() == 0:\n    os.close(1)\n    time.sleep(30)\n    os._exit(0)\n"
    message = judge(client=CLIENT + child)
    assert "client.py left a child process running; wait for it, or end it" in message


@posix
def test_child_that_nobody_waited_for_is_caught(judge) -> None:
    child = (
        "import os\npid = os.fork()\nif pid == 0:\n    os._exit(0)\nos.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)\n"
    )
    assert "client.py left the ended child process" in judge(client=CLIENT + child)


@posix
def test_server_that_cannot_be_started_again_is_caught(tmp_path, eval_example) -> None:
    once = """\
        import socket

        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 12345))
            listener.listen()
            connection, _ = listener.accept()
            connection.close()
    """
    client = (
        'import socket\n\nwith socket.create_connection(("127.0.0.1", 12345)) as connection:\n    connection.recv(1)\n'
    )
    # On a busy machine nothing lingers about once in a dozen runs.
    folders = [tmp_path / "first", tmp_path / "second", tmp_path / "third"]
    message = "".join(verdict(folder, eval_example, server=once, client=client) for folder in folders)
    assert (
        "server.py can't be started a second time at once, as connections of the first time linger; listen with"
        in message
    )


def test_port_that_a_stranger_holds_is_told(judge) -> None:
    ready, done = threading.Event(), threading.Event()

    def stranger() -> None:
        with socket.create_server(ADDRESS):
            ready.set()
            done.wait(10)

    def scene() -> str:
        other = threading.Thread(target=stranger)  # inherits the network of the thread that starts it
        other.start()
        ready.wait(10)
        try:
            return judge(own_network=False)
        finally:
            done.set()
            other.join()

    message = with_loopback(scene)
    assert "server.py needs port 12345 of 127.0.0.1, which " in message
    assert "end that program and run again" in message
    if sys.platform == "linux":
        assert f"process {os.getpid()} (" in message


def test_print_of_several_lines_is_caught(judge) -> None:
    assert "client.py line 7 prints 'a\\nb', but a print has to give one line" in judge(
        client=CLIENT + "print('a\\nb')\n"
    )


def test_program_that_reads_the_keyboard_is_caught(judge) -> None:
    assert "EOFError" in judge(client=CLIENT + "input()\n")

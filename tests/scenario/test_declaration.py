"""A declaration says what is unusual; a mistake in it is one sentence with file and key."""

import pytest

from support.scenarios import CLIENT, write
from wouldblock.project import ProjectError
from wouldblock.scenario.declaration import Variation
from wouldblock.scenario.model import by_name, find

FILE = r"chapter/name/scenario.toml: "


@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        ("sytems = ['linux']", "unknown key 'sytems'; did you mean 'systems'\\?; allowed keys: start, systems, python"),
        (
            "systems = ['beos']\nwhy = 'x'",
            "'systems' is \\['beos'\\], but has to be a list of some of linux, macos, windows",
        ),
        ("systems = ['linux']", "'why' is missing; tell the reader"),
        ("python = 'new'\nwhy = 'x'", "'python' is 'new', but has to be a condition such as '>=3.12'"),
        ("why = ''", "'why' is '', but has to be a short sentence"),
        (
            "start = ['server.py']",
            "'start' is .*, but has to be a list that names each of these programs: client.py, server.py",
        ),
        ("start = ['server.py', 'client.py', 'other.py']", "'start' is .*other.py.*, but has to be"),
        ("output = 'fuzzy'", "'output' is 'fuzzy', but has to be 'exact', 'any-order', 'numbers-vary'"),
        ("output = 'numbers-vary'", "'varies' and output = 'numbers-vary' go together"),
        ("varies = ['[0-9]+']", "'varies' and output = 'numbers-vary' go together"),
        (
            "output = 'numbers-vary'\nvaries = ['.*']",
            "'varies' is .*, but has to be a list of regular expressions, none of which",
        ),
        ("output = 'numbers-vary'\nvaries = ['(']", "'varies' is .*, but has to be a list of regular expressions"),
        ("exit = 300", "'exit' is 300, but has to be a status from 0 to 255"),
        ("exit = 'SIGNONE'", "'exit' is 'SIGNONE', but has to be"),
        ("exit = {'other.py' = 1}", "'exit' is .*, but has to be .* client.py, server.py"),
        ("picture = {may-weight = ['client.py: recv']}", "'picture' is .*, but has to be a table of lists 'may-wait'"),
        ("picture = {may-wait = ['other.py: recv']}", "'picture' is .*, about these programs: client.py, server.py"),
        ("picture = {alike = ['other.py, child']}", "'picture' is .*, about these programs: client.py, server.py"),
        ("picture = {buffers = false}", "'picture' is .*'buffers' = true"),
        ("time-limit = 0", "'time-limit' is 0, but has to be a number of seconds, at most 300"),
        ("time-limit", "not valid TOML"),
    ],
)
def test_mistake_in_a_declaration_is_told(tmp_path, declaration, sentence) -> None:
    with pytest.raises(ProjectError, match=FILE + sentence):
        write(tmp_path, scenario=declaration)


def test_declaration_says_what_is_unusual(tmp_path) -> None:
    scenario = write(
        tmp_path,
        scenario="""
            start = ["server.py", ["client.py", "client.py"]]
            systems = ["macos", "linux"]
            python = ">=3.12"
            why = "It needs a thing."
            output = ["any-order", "numbers-vary"]
            varies = ["[0-9]+"]
            exit = {"client.py" = "SIGKILL"}
            time-limit = 3
            picture = {may-wait = ["client.py: first.recv"], any-order = ["server.py"], buffers = true}
        """,
    )
    assert scenario.variation == Variation((("client.py", "first.recv"),), ("server.py",), (), True, False)
    assert scenario.start == (("server.py",), ("client.py", "client.py"))
    assert scenario.systems == ("linux", "macos")
    assert (scenario.python, scenario.why, scenario.time_limit) == (">=3.12", "It needs a thing", 3)
    assert scenario.output == ("any-order", "numbers-vary")
    assert scenario.exit == {"client.py": -9}
    assert scenario.mask("12 bytes") == "… bytes"


def test_nothing_is_declared_by_default(tmp_path) -> None:
    scenario = write(tmp_path)
    assert scenario.start == (("server.py",), ("client.py",))
    assert scenario.systems == ("linux", "macos", "windows")
    assert scenario.output == ("exact",)
    assert scenario.reason_not_here() is None


def test_order_of_starting_has_to_be_declared_when_names_do_not_tell(tmp_path) -> None:
    with pytest.raises(
        ProjectError, match=FILE + "'start' is missing; say in which order these start: client.py, peer.py"
    ):
        write(tmp_path, peer=CLIENT)


def test_scenario_that_cannot_run_here_gives_its_reason(tmp_path) -> None:
    here = write(tmp_path, scenario="python = '<3'\nwhy = 'It is about the past.'")
    assert here.reason_not_here() == "needs Python <3: It is about the past"


def test_empty_folder_is_told(tmp_path) -> None:
    (tmp_path / "chapter" / "name").mkdir(parents=True)
    with pytest.raises(ProjectError, match=r"chapter/name: the folder holds no program; add server.py and client.py"):
        find(tmp_path)


def test_stray_files_are_told(tmp_path) -> None:
    folder = write(tmp_path).folder
    (folder / "notes.txt").touch()
    with pytest.raises(ProjectError, match=r"chapter/name/notes.txt: neither a program nor scenario.toml; delete it"):
        find(tmp_path)
    (folder / "notes.txt").rename(folder.parent / "lonely.toml")
    with pytest.raises(
        ProjectError, match=r"chapter/lonely.toml: neither a program, nor a folder, nor the declaration"
    ):
        find(tmp_path)


def test_scenario_that_is_not_there_is_told_with_a_near_name(tmp_path) -> None:
    write(tmp_path)
    with pytest.raises(ProjectError, match=r"no scenario 'chapter/nmae' in .*; did you mean 'chapter/name'\?"):
        by_name("chapter/nmae", tmp_path)

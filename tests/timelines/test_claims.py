"""What a page says about waiting is compared with the recorded run, and a contradiction is told."""

import re

import pytest

from support.scenarios import write
from support.timelines import made
from wouldblock.pages import recorded_run
from wouldblock.project import ProjectError
from wouldblock.timelines import statements


@pytest.fixture
def scenario(tmp_path):
    return write(tmp_path)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("blocks server.py: recv", "server.py waits in <code>recv</code> for 310 ms"),
        ("blocks server.py: accept", "server.py waits in <code>accept</code> for 20 ms"),
        ("blocks server.py: recv until client.py send", "for 310 ms until client.py's send"),
        ("blocks server.py: recv at connection.recv(1024)", "waits in <code>recv</code>"),
        ("does not block client.py: send", "client.py never waits in <code>send</code>"),
        ("does not block client.py: recv at connection.recv", "client.py never waits in <code>recv</code>"),
    ],
)
def test_statement_that_the_recording_bears_out_is_its_caption(scenario, option, says) -> None:
    assert says in recorded_run.caption(made(scenario), scenario, [option])


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (
            "blocks client.py: send",
            "the page says that client.py's send blocks, but the recording shows that it does not",
        ),
        ("does not block server.py: recv", "server.py's recv does not block, but the recording shows that it does"),
        (
            "blocks server.py: recv until client.py close",
            "until client.py's close, but the recording shows no such arrow",
        ),
        ("blocks server.py: accept until server.py connect", "but the recording shows no such arrow"),
        ("blocks client.py: select", "the page speaks of client.py's select, but the recording shows no such call"),
        (
            "blocks client.py: wait for event",
            "the page speaks of client.py's wait for event, but the recording shows no such call",
        ),
        ("blocks peer.py: recv", "no lane of the recording is called 'peer.py'; there are client.py, server.py"),
        ("blocks server.py: recv at nowhere", "no line shown contains 'nowhere'"),
        (
            "blocks server.py: recv at import socket",
            "the page speaks of server.py's recv at 'import socket', but the recording shows no such call",
        ),
        (
            "waits server.py: recv",
            "is not of the form 'blocks client.py: send until server.py recv at text of the line'",
        ),
        ("elsewhere: recv() waits", "a picture needs at least one statement about who waits"),
    ],
)
def test_statement_that_the_recording_does_not_bear_out_is_told(scenario, option, sentence) -> None:
    with pytest.raises(ProjectError, match=re.escape(sentence)) as error:
        recorded_run.caption(made(scenario), scenario, [option])
    if "but the recording shows" in sentence:
        assert str(error.value).endswith("or record again with: nox -s record -- chapter/name")


@pytest.mark.parametrize(
    ("text", "elsewhere", "sentence"),
    [
        ("`recv()` waits for bytes, and the server waits in `accept()`.", [], ""),
        ("`send()` does not wait, and the other `send()` call never blocked.", [], ""),
        ("Here `sendall()` waits.", [], "says 'sendall() waits', but no recording on the page shows a send that waits"),
        ("Here `connection.send()` still blocks.", [], "a send that waits"),
        ("The client was stuck in `socket.connect()`.", [], "a connect that waits"),
        ("The server never waits in `accept()`.", [], "shows an accept that does not wait"),
        ("`accept()` does\nnot block.", [], "an accept that does not wait"),
        ("No `send()` blocked, and no `accept()` waits.", [], "says 'no accept() waits'"),
        ("A `recvfrom()` waits.", [], "write 'elsewhere: recvfrom() waits' below '::: picture'"),
        ("A `recvfrom()` waits.", ["recvfrom() waits"], ""),
        ("`recv()` waits.", ["recvfrom() waits"], "delete the line 'elsewhere: recvfrom() waits'"),
        ("`send()` would wait, may block, and can wait.", [], ""),
        ('??? question "Predict: why?"\n\n    - `send()` waits.\n    - `accept()` never waits.\n\n', [], ""),
    ],
)
def test_statement_in_the_text_has_to_agree_with_a_recording(scenario, text, elsewhere, sentence) -> None:
    told = "\n".join(statements.contradictions(text, [made(scenario)], elsewhere))
    assert sentence in told
    assert bool(sentence) == bool(told)

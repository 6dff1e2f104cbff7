"""A word of the glossary is linked where a page first uses it, and only there."""

import pytest

from wouldblock.pages import words
from wouldblock.project import Project

GLOSSARY = """\
## P

kernel (内核)
:   The part of the [system](x.md) that owns `sockets`. It does more.

peer (对端)
:   Who is "at the other end".
"""


@pytest.fixture
def project(tmp_path) -> Project:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "glossary.md").write_text(GLOSSARY, "utf-8")
    return Project(tmp_path)


def test_first_use_is_linked_with_the_definition(project) -> None:
    text = words.linked("Two peers.\n\nThe kernel, the kernel.", project)
    assert text == (
        'Two [peers](../glossary.md#peer "Who is &quot;at the other end&quot;.").\n\n'
        'The [kernel](../glossary.md#kernel "The part of the system that owns sockets."), the kernel.'
    )


@pytest.mark.parametrize(
    "text",
    [
        "`peer`",
        "[the peer](x.md)",
        "## A peer",
        "The *peer* is who is there. A peer.",
        "on {{ peer.date }}",
        "peerless",
        "    the peer, in a fold",
    ],
)
def test_what_is_explained_is_code_or_a_link_already_stays(project, text) -> None:
    assert words.linked(text, project) == text

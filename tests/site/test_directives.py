"""The two forms by which a page shows programs expand to the theme's own Markdown, or say what is lost."""

import logging

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from support.scenarios import CLIENT, SERVER, write
from wouldblock.figures import forms
from wouldblock.pages.directives import Directives
from wouldblock.pages.source import SourcePage
from wouldblock.project import Project, ProjectError
from wouldblock.scenario import excerpt

EXTENSIONS = ["attr_list", "md_in_html", "pymdownx.highlight", "pymdownx.superfences"]


@pytest.fixture
def convert(tmp_path):
    """Converts the Markdown of a page that can show the scenario chapter/name."""
    write(tmp_path / "snippets")
    page = SourcePage(Project(tmp_path), "chapter/page.md")
    tabs = {"pymdownx.tabbed": {"alternate_style": True}}
    markdown = Markdown(extensions=[Directives(page), *EXTENSIONS, *tabs], extension_configs=tabs)
    return lambda text: BeautifulSoup(markdown.reset().convert(text), "html.parser")


def code(block) -> str:
    return block.select_one("pre code").get_text()


def test_scenario_shows_every_byte_of_every_program_in_tabs(convert) -> None:
    page = convert("::: scenario chapter/name\n")
    assert [label.get_text() for label in page.select(".tabbed-labels label")] == ["server.py", "client.py"]
    blocks = {block["data-program"]: code(block) for block in page.select("[data-program]")}
    assert blocks == {"chapter/name/server.py": SERVER, "chapter/name/client.py": CLIENT}


def test_scenario_tells_how_to_start_it_and_where_to_get_it(convert) -> None:
    page = convert("::: scenario chapter/name\n")
    assert [code(block) for block in page.select(".wb-terminals .highlight")] == [
        "python server.py\n",
        "python client.py\n",
    ]
    addresses = [link["href"] for link in page.select(".wb-downloads a[download]")]
    assert addresses == [f"../snippets/chapter/name{end}" for end in ("/server.py", "/client.py", ".zip")]


def test_program_in_c_is_built_before_it_starts(convert, tmp_path) -> None:
    (tmp_path / "snippets" / "chapter" / "name" / "server.py").unlink()
    (tmp_path / "snippets" / "chapter" / "name" / "server.c").write_text("int main(void) {}\n")
    page = convert("::: scenario chapter/name\n")
    assert code(page.select_one("[data-program='chapter/name/server.c']")) == "int main(void) {}\n"
    assert [code(block) for block in page.select(".wb-terminals .highlight")] == [
        "cc -O2 -Wall -o server server.c && ./server\n",
        "python client.py\n",
    ]


def test_number_of_a_measurement_stands_in_place_of_its_form(convert, monkeypatch) -> None:
    monkeypatch.setattr(forms, "text_of", lambda name, part: f"{len(name)} of `{part}`")
    assert convert("So it is {{ name.part }}.\n").p.decode_contents() == "So it is 4 of <code>part</code>."


def test_badges_say_what_is_declared(convert, tmp_path) -> None:
    (tmp_path / "snippets" / "chapter" / "name" / "scenario.toml").write_text(
        "systems = ['linux', 'macos']\npython = '>=3.12'\nwhy = 'It forks.'\n"
        "output = ['any-order', 'numbers-vary']\nvaries = ['HELLO']\nexit = {'client.py' = 'SIGKILL'}\n"
    )
    badges = [badge.get_text() for badge in convert("::: scenario chapter/name\n").select(".wb-badge")]
    assert badges == [
        "Any order the lines below one print may come in another order",
        "Numbers vary your run prints its own where a number is marked: answer b'HELLO'",
        "Linux and macOS only It forks",
        "Python >=3.12 It forks",
        "Killed by signal 9 on purpose: client.py",
        "Not yet run this copy of the site was built before its programs ran",
    ]


def test_highlights_and_output_are_marked(convert) -> None:
    page = convert("::: scenario chapter/name\n    highlight client.py: sendall\n")
    assert [line.get_text() for line in page.select(".hll")] == ['    connection.sendall(b"hello")\n']
    assert [line.get_text() for line in page.select(".wb-out")] == ["#> got b'hello'", "#> answer b'HELLO'"]


def test_excerpt_shows_a_passage_or_a_definition(convert, tmp_path) -> None:
    page = convert("::: excerpt chapter/name/client.py\n    from: sendall\n    to: print\n    highlight: recv\n")
    assert code(page) == 'connection.sendall(b"hello")\nprint("answer", connection.recv(1024))\n'
    assert [line.get_text().strip() for line in page.select(".hll")] == ['print("answer", connection.recv(1024))']
    program = tmp_path / "snippets" / "chapter" / "single.py"
    program.write_text("class Loop:\n    @property\n    def run(self):\n        print(1)\n        #> 1\n\nx = 1\n")
    assert code(convert("::: excerpt chapter/single.py\n    definition: Loop.run\n")) == (
        "@property\ndef run(self):\n    print(1)\n    #> 1\n"
    )


def test_directive_works_inside_an_indented_block(convert) -> None:
    page = convert('=== "Tab"\n\n    ::: excerpt chapter/name/client.py\n        from: sendall\n\nafter')
    assert code(page.select_one(".tabbed-block")) == 'connection.sendall(b"hello")\n'


LOST = {
    "::: scenario chapter/nome": "there is no scenario 'chapter/nome'",
    "::: excerpt chapter/name/peer.py\n    from: x": "there is no program snippets/chapter/name/peer.py",
    "::: excerpt chapter/name/client.py\n    definition: serve": "needs one definition of 'serve', but there are 0",
    "::: excerpt chapter/name/client.py\n    from: nowhere": "'from' needs a text of exactly one line, but 0 contain 'nowhere'",
    "::: excerpt chapter/name/client.py\n    from: connection": "but 3 contain 'connection'",
    "::: excerpt chapter/name/client.py\n    from: sendall\n    to: nowhere": "no line from 'sendall' on contains 'nowhere'",
    "::: excerpt chapter/name/client.py": "takes either 'definition: name' or 'from: text'",
    "::: excerpt chapter/name/client.py\n    line: 3": "not 'line'",
    "::: scenario chapter/name\n    highlight client.py: nowhere": "no line shown contains 'nowhere'",
    "::: scenario chapter/name\n    highlight peer.py: x": "a scenario takes 'highlight server.py: text' or",
    "::: scenario chapter/name\n    highlight": "the option 'highlight' is not of the form 'key: text'",
    "::: program chapter/name": "there is no directive 'program'",
}


@pytest.mark.parametrize("text", LOST)
def test_what_is_lost_is_a_warning_and_a_red_box(convert, caplog, text) -> None:
    page = convert(text)
    assert "This page is broken" in page.get_text()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert caplog.records[0].name.startswith("mkdocs.")
    assert "docs/chapter/page.md: '" + text.partition("\n")[0] in caplog.text
    assert LOST[text] in caplog.text


def test_excerpt_of_a_nested_name_needs_only_one(tmp_path) -> None:
    program = tmp_path / "twice.py"
    program.write_text("def serve():\n    pass\n\ndef other():\n    def serve():\n        return 1\n")
    with pytest.raises(ProjectError, match="needs one definition of 'serve', but there are 2"):
        excerpt.definition(program, "serve")
    assert excerpt.definition(program, "other.serve") == "def serve():\n    return 1\n"


def test_each_term_of_a_glossary_has_an_anchor() -> None:
    markdown = Markdown(extensions=["wouldblock.pages.directives", "def_list", "attr_list", "pymdownx.inlinehilite"])
    text = "I/O-bound (I/O 密集型)\n:   x\n\n`EAGAIN`, `EWOULDBLOCK`\n:   x\n\nwait\n:   x\n\nwait (2)\n:   x\n\n## Wait { #wait }\n"
    page = BeautifulSoup(markdown.convert(text), "html.parser")
    assert [term["id"] for term in page.find_all("dt")] == ["io-bound", "eagain-ewouldblock", "wait_1", "wait_2"]


def test_chinese_words_are_marked_as_chinese() -> None:
    markdown = Markdown(extensions=["wouldblock.pages.directives", "wouldblock.pages.chinese", "def_list"])
    page = BeautifulSoup(markdown.convert("pool (线程池, I/O 密集型)\n:   A `池`, [环](x.md), **数**\n"), "html.parser")
    assert [str(element) for element in page.find_all(lang="zh")] == [
        f'<span lang="zh">{word}</span>' for word in ("线程池", "密集型", "环", "数")
    ]
    assert page.dt["id"] == "pool" and page.code.text == "池"


def test_name_without_color_of_its_own_is_no_element(convert) -> None:
    page = convert("::: scenario chapter/name\n")
    assert page.select("pre .k, pre .kn") and not page.select("pre .n, pre .w")

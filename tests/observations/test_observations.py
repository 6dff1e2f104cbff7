"""The records of real servers: their form, and what pages show of them."""

import copy
import json
import re
from xml.etree import ElementTree

import pytest

from wouldblock.observations import data, shown, tree
from wouldblock.project import SNIPPETS, ProjectError, shown_path
from wouldblock.scenario.program import read_program

OBSERVATIONS = {name: shown.load(name) for name in shown.ORDER}


def fence(text: str, title: str) -> str:
    return f"{title}\n{text}"


def test_every_observation_is_of_a_product_that_is_shown() -> None:
    assert {path.stem for path in data.DATA.glob("*.json")} == set(shown.ORDER) == set(shown.PAGES)
    assert all(name == observation["system"] for name, observation in OBSERVATIONS.items())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda observation: observation["facts"].pop("crashes"), "facts must contain ['crashes'] properties"),
        (lambda observation: observation["recorded"].pop("date"), "recorded must contain ['date'] properties"),
        (lambda observation: observation["facts"]["wakeups"].pop("woken"), "facts.wakeups missing dependency woken"),
        (
            lambda observation: observation["facts"]["processes"][0].update(count="1"),
            "facts.processes[0].count must be integer",
        ),
        (lambda observation: observation["recorded"].update(date="today"), "recorded.date must match pattern"),
        (lambda observation: observation.update(note="x"), "must not contain {'note'} properties"),
    ],
)
def test_record_that_is_not_of_the_form_is_told(tmp_path, change, sentence) -> None:
    observation = copy.deepcopy(OBSERVATIONS["nginx"])
    change(observation)
    (tmp_path / "nginx.json").write_text(json.dumps(observation), "utf-8")
    with pytest.raises(ProjectError) as told:
        data.load(tmp_path / "nginx.json")
    assert sentence in str(told.value)
    assert str(told.value).endswith("; make it with: nox -s observe -- nginx")


def test_record_that_is_no_json_or_not_there_is_told(tmp_path) -> None:
    (tmp_path / "nginx.json").write_text("{", "utf-8")
    with pytest.raises(ProjectError, match=r"nginx.json is no JSON: .*; make it with: nox -s observe -- nginx"):
        data.load(tmp_path / "nginx.json")
    with pytest.raises(ProjectError, match=r"there is no .*nginy.json; did you mean 'nginx'\?"):
        data.load(tmp_path / "nginy.json")


def test_changed_fact_is_told_and_a_number_is_not() -> None:
    after = copy.deepcopy(OBSERVATIONS["postgresql"])
    after["facts"]["connection"]["accepts"] = ["backend"]
    after["facts"]["crashes"][0]["gone"].pop("walwriter")
    after["numbers"]["silence"]["clients"] = 99
    assert list(data.differences(OBSERVATIONS["postgresql"], after)) == [
        'connection.accepts was ["postmaster"], and is now ["backend"]',
        "crashes.0.gone.walwriter was 1, and is now not there",
    ]
    assert list(data.differences(after, after)) == []


@pytest.mark.parametrize("name", ["overview", "accept", "silence", "worker"])
def test_table_has_a_row_for_each_system(name) -> None:
    rows = shown.expand(f"all/{name}", [], fence, plain=True).splitlines()
    heads, rule, *rows = rows
    assert [row.split("](")[0].removeprefix("| [") for row in rows] == [
        observation["title"] for observation in OBSERVATIONS.values()
    ]
    assert len({row.count("|") for row in (heads, rule, *rows)}) == 1


def test_table_on_parents_leaves_out_who_has_none() -> None:
    text = shown.expand("all/parent", [], fence, plain=True)
    assert "[Redis]" not in text and "[nginx]" in text


def test_no_server_passed_a_connection_on_as_a_page_says() -> None:
    passed = [
        name for name, observation in OBSERVATIONS.items() if observation["facts"]["connection"]["passes_descriptor"]
    ]
    assert not passed, f"{passed} did: change 'No server passed a connection on' in docs/observed/who_accepts.md"


@pytest.mark.parametrize("name", shown.ORDER)
def test_picture_says_in_words_what_it_shows(name) -> None:
    observation = OBSERVATIONS[name]
    image = ElementTree.fromstring(tree.svg(observation))  # noqa: S314 our own
    drawn = ["".join(text.itertext()) for text in image.iter("text")]
    for entry in observation["facts"]["processes"]:
        title = next(tree.lines(observation, entry))
        assert drawn.count(title) >= entry["count"]
        assert title in image.get("aria-label")
    boxes = [group for group in image if re.match("wb-(call|wait)", group.get("class", ""))]
    assert len(boxes) == sum(entry["count"] for entry in observation["facts"]["processes"])
    assert image.get("role") == "img"
    assert not any("style" in element.attrib for element in image.iter())
    assert not any(element.get(key) for element in image.iter() for key in ("fill", "stroke")), (
        "the style sheet has them"
    )
    accepting = [
        entry
        for entry in observation["facts"]["processes"]
        if "accepts" in " ".join(tree.lines(observation, entry)).replace("accepts inside", "")
    ]
    assert sum("wb-point" in box.get("class") for box in boxes) == sum(entry["count"] for entry in accepting) > 0
    for text in image.iter("text"):
        words = "".join(text.itertext())
        end = int(text.get("x")) + tree.LETTER * len(words)
        assert end <= (tree.WIDTH if words == "listening socket" else tree.RIGHT), words
    right = [int(box.get("x")) + int(box.get("width")) for box in image.iter("rect")]
    assert max(right) <= tree.WIDTH


def test_words_below_a_picture_tell_each_process() -> None:
    drawn = tree.figure(OBSERVATIONS["nginx"])
    assert drawn.count("<li>") == len(OBSERVATIONS["nginx"]["facts"]["processes"])
    assert "waits for clients" in drawn and "does not accept" in drawn
    assert "does not accept" not in tree.figure(OBSERVATIONS["redis"])


def test_sentence_takes_its_numbers_from_the_record(monkeypatch) -> None:
    observation = copy.deepcopy(OBSERVATIONS["nginx"])
    monkeypatch.setattr(shown, "load", lambda _: observation)
    options = [
        ("says", None, "After {numbers.crashes.0.replaced_after} s, {facts.wakeups.woken} of {facts.wakeups.of}."),
        ("holds", None, "facts.wakeups.woken = 1"),
    ]
    observation["numbers"]["crashes"][0]["replaced_after"] = 0.25
    assert shown.expand("nginx/says", options, fence) == "After 0.25 s, 1 of 2.\n"
    observation["facts"]["wakeups"]["woken"] = 2
    with pytest.raises(ProjectError, match=r"has facts.wakeups.woken = 2, not 1; the text around it has to change"):
        shown.expand("nginx/says", options, fence)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("nginz/tree", [], "there is no product 'nginz'; did you mean 'nginx'?"),
        ("nginx/three", [], "'nginx/three' shows nothing; did you mean 'tree'?"),
        ("all/tree", [], "'all/tree' shows nothing"),
        ("nginx/says", [("says", None, "{facts.nobody}")], "the record of nginx has no facts.nobody"),
        ("nginx/says", [("tells", None, "x")], "not 'tells'"),
        ("nginx/says", [], "a sentence needs 'says: text'"),
    ],
)
def test_what_can_not_be_shown_is_told(name, options, sentence) -> None:
    with pytest.raises(ProjectError) as told:
        shown.expand(name, options, fence)
    assert sentence in str(told.value)


@pytest.mark.parametrize("name", shown.ORDER)
def test_page_shows_the_configuration_that_was_used(name) -> None:
    started = OBSERVATIONS[name]["started"]
    text = shown.expand(f"{name}/start", [], fence)
    assert started["command"] in text
    shown_there = [content for file, content in started["files"].items() if not file.endswith(".py")]
    assert all(content in text for content in shown_there if len(content) > 10)


@pytest.mark.parametrize(("name", "program"), [("gunicorn", "wsgi_application"), ("uvicorn", "asgi_application")])
def test_application_that_was_observed_is_the_program_of_the_page(name, program) -> None:
    path = SNIPPETS / "observed" / f"{program}.py"
    cure = f"{shown_path(path)} is another text than the one that was observed; observe again, with: nox -s observe -- {name}"
    assert OBSERVATIONS[name]["started"]["files"] == {"app.py": read_program(path)}, cure

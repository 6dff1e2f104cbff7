"""The recorded figures have the right form, what the pages say of them is true, and new figures change the text."""

import copy
import json
import re
import time

import pytest

from support.check import check
from wouldblock.figures import about, data, forms, schema
from wouldblock.figures.about import spread
from wouldblock.figures.data import Figures
from wouldblock.figures.names import MEASUREMENTS, Quantity, Row
from wouldblock.figures.relations import RELATIONS
from wouldblock.measure import measurement, servers
from wouldblock.project import ROOT, ProjectError, shown_path

FILES = sorted(data.DATA.glob("*/*.json"))
PAGES = [path for pattern in ("*/*.md", "*/*.py", "*.md") for path in sorted((ROOT / "docs").glob(pattern))]
FORMS = {(match[1], match[2]) for page in PAGES for match in forms.FORM.finditer(page.read_text("utf-8"))}
MEND = "measure again, or say less on the pages: see docs/measured/how_we_measured.md"


def test_every_measurement_is_there_for_the_machine_of_the_pages() -> None:
    there = {file.stem for file in FILES if file.parent.name == data.SHOWN}
    assert there == set(MEASUREMENTS), "record what is missing with: nox -s measure"


@pytest.mark.parametrize("file", FILES, ids=shown_path)
def test_file_of_figures_has_the_right_form(file) -> None:
    check(schema.problems(file))
    assert not Figures.read(file.stem, file.parent).table["short"], (
        f"{file} is a short run; measure with: nox -s measure"
    )


@pytest.mark.parametrize("name", RELATIONS)
def test_relation_is_what_the_figures_say(name) -> None:
    relation = RELATIONS[name]
    figures = Figures.read(relation.measurement)
    assert relation.holds(figures), f"{relation.says} The figures say: {spread(relation.values(figures))}; {MEND}"


@pytest.mark.parametrize("name", RELATIONS)
def test_relation_does_not_hold_of_any_figures_whatever(name) -> None:
    """Where all rows are the same, or each is a thousand times the one before, or a thousandth of it: not in all three."""
    relation = RELATIONS[name]
    table = Figures.read(relation.measurement).table
    held = []
    for step in (1, 1000, 1 / 1000):
        other = copy.deepcopy(table)
        for place, row in enumerate(other["rows"]):
            if row["quantity"] != "processors to be had":  # which says what counts, and not what was found
                row["values"] = [None if value is None else step ** (place % 50) for value in row["values"]]
        held.append(relation.holds(Figures(other)))
    assert False in held


def test_every_relation_stands_on_a_page() -> None:
    assert {part for name, part in FORMS if name == "relation"} == set(RELATIONS), "delete, or state, the others"


@pytest.mark.parametrize(("name", "part"), sorted(FORMS))
def test_form_on_a_page_gives_a_text(name, part) -> None:
    text = forms.text_of(name, part)
    assert text
    assert "(not measured here)" not in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ relation.poll_grow }}", "there is no relation 'poll_grow'; did you mean 'poll_grows'?"),
        ("{{ requests.generator_buzy }}", "there is no figure requests.generator_buzy; did you mean"),
        ("{{ nothing.at_all }}", "there is no figure nothing.at_all"),
    ],
)
def test_form_without_a_meaning_is_told(text, sentence) -> None:
    with pytest.raises(ProjectError, match=re.escape(sentence)):
        forms.text_of(*forms.FORM.match(text).groups())
    assert sentence in forms.replaced(text, lambda told: told)


def test_new_figures_change_the_text(tmp_path, monkeypatch) -> None:
    (tmp_path / data.SHOWN).mkdir()
    table = copy.deepcopy(Figures.read("ten_thousand").table)
    for row in table["rows"]:
        if (row["quantity"], row["subject"], row["at"]) == ("memory of each", "threads", 10_000):
            row["values"] = [123_000.0, 124_000.0, 123_500.0]
    data.write(table | {"date": "2031-01-02"}, tmp_path / data.SHOWN)
    before = forms.replaced("{{ ten_thousand.thread }} {{ ten_thousand.date }}", str)
    monkeypatch.setattr(data, "DATA", tmp_path)
    assert forms.replaced("{{ ten_thousand.thread }} {{ ten_thousand.date }}", str) != before
    assert forms.replaced("{{ ten_thousand.thread }}", str) == "120,000 KiB"
    assert forms.replaced("{{ ten_thousand.date }}", str) == "2031-01-02"
    assert "124 KiB" not in forms.replaced("{{ spread.process_against_thread }}", str)


def test_program_that_has_changed_since_it_was_measured_is_told() -> None:
    table = Figures.read("requests").table
    today = servers.programs()
    assert len(today) == 8
    one, *_ = today
    assert forms.text_of("requests", "since")
    assert about.since(Figures(table | {"programs": today})) == "The programs have not changed since."
    assert about.programs_changed(Figures(table | {"programs": today})) == "none of 8"
    other = today | {one: "0" * 64, "choosing/gone/server.py": "0" * 64}
    told = about.since(Figures(table | {"programs": other}))
    assert told == f"Since then, 2 of the 9 programs have changed: `{one.removesuffix('/server.py')}`, `choosing/gone`."
    told = about.since(Figures(table | {"programs": today | {one: "0" * 64}}))
    assert told == f"Since then, 1 of the 8 programs has changed: `{one.removesuffix('/server.py')}`."
    assert about.programs_changed(Figures.read("gil")) == "-"
    assert about.since(Figures.read("gil")).startswith("The record does not say")


def test_programs_that_are_measured_are_recorded() -> None:
    m = measurement.Measurement("requests", "a measurement for the tests", seconds=60)
    assert "programs" not in m.table()
    m.programs |= servers.programs()
    assert m.table()["programs"] == servers.programs()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda table: table.pop("date"), "must contain"),
        (lambda table: table.update(date="today"), "date must match pattern"),
        (lambda table: table["machine"].update(name="my laptop"), "machine must not contain {'name'} properties"),
        (lambda table: table["rows"][0].update(values=["fast"]), "rows[0].values[0] must be number or null"),
        (lambda table: table["rows"][0].update(values=[], reason=""), "has neither a value nor a reason"),
        (lambda table: table["rows"].append(table["rows"][0]), "there are two rows"),
        (lambda table: table["rows"][0]["values"].append(1.0), "values; there is one for each round"),
        (lambda table: table.update(measurement="gil"), "the file of 'gil' has to be named gil.json"),
    ],
)
def test_broken_form_of_a_file_is_told(tmp_path, change, sentence) -> None:
    table = copy.deepcopy(Figures.read("ten_thousand").table)
    file = data.write(table, tmp_path)
    assert schema.problems(file) == []
    change(table)
    file.write_text(json.dumps(table), "utf-8")
    told = "\n".join(schema.problems(file))
    assert sentence in told
    assert "measure again with: nox -s measure -- " in told
    assert "no JSON" not in told


def test_file_that_is_no_json_is_told(tmp_path) -> None:
    (tmp_path / "gil.json").write_text("{", "utf-8")
    assert "no JSON" in schema.problems(tmp_path / "gil.json")[0]


def test_every_round_has_a_place_in_every_row_and_a_row_without_value_a_reason() -> None:
    m = measurement.Measurement("gil", "a measurement for the tests", seconds=60)
    for number in m.rounds(3):
        m.note(Quantity("time", "s"), "always", 1, float(number))
        if number == 1:
            m.note(Quantity("time", "s"), "once", 1, 7.0)
        m.leave_out(Quantity("time", "s"), "never", None, "it is not here")
        m.note(Quantity("time", "s"), "in vain", None, None)
    rows = {row["subject"]: row for row in m.table()["rows"]}
    assert rows["always"]["values"] == [0.0, 1.0, 2.0]
    assert rows["once"]["values"] == [None, 7.0, None]
    assert (rows["never"]["values"], rows["never"]["reason"]) == ([], "it is not here")
    assert (rows["in vain"]["values"], rows["in vain"]["reason"]) == ([], "no round gave a value here")
    figures = Figures(m.table())
    time = Quantity("time", "s")
    assert figures.ratios(Row(time, "always", 1), Row(time, "once", 1)) == [1 / 7]


def test_everything_has_its_turn_in_each_round_in_another_order() -> None:
    m = measurement.Measurement("gil", "a measurement for the tests", seconds=60)
    orders = [m.turns("abcdef") for _ in m.rounds(3)]
    assert [sorted(order) for order in orders] == [list("abcdef")] * 3
    assert len(set(map(tuple, orders))) == 3


def test_measurement_ends_when_its_time_is_over() -> None:
    m = measurement.Measurement("gil", "a measurement for the tests", seconds=0.05)
    done = 0
    for _ in m.rounds(100):
        time.sleep(0.02)
        done += 1
    assert done == 2
    assert len(list(measurement.Measurement("gil", "a short one for the tests", 60, short=True).rounds(100))) == 1

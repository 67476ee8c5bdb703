"""Files of what turned out true: read whole, or refused with every mistake and what to write."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from servanda.errors import InputError
from servanda.records import Truth, TruthState
from servanda.sources import read_truth

ROWS = ("surface", "surface.preserve", "tests")
MATTERS = ("base", "tests")  # one has the name of an obligation


def state(**changes: Any) -> dict[str, Any]:
    return {"from": "2018-11-20", "to": None, "met": True, **changes}


def entry(*states: Any, obligation: Any = "surface", **more: Any) -> dict[str, Any]:
    return {"obligation": obligation, "states": list(states), **more}


def read(folder: Path, *entries: Any) -> tuple[Truth, ...]:
    path = folder / "truth.json"
    path.write_text(json.dumps({"truth": list(entries)}, indent=1), encoding="utf-8")
    return read_truth(path, ROWS, MATTERS).truths


def complaint(folder: Path, *entries: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, *entries)
    return str(caught.value)


def test_a_file_is_read_whole_and_in_order_of_time(tmp_path: Path) -> None:
    first = state(**{"from": "2018-10-26", "to": "2018-11-20", "met": False, "value": 0})
    last = state(met=None)
    (truth,) = read(tmp_path, entry(last, first, why="gp-08-upi"))
    assert truth == Truth(
        "surface",
        (
            TruthState(date(2018, 10, 26), date(2018, 11, 20), False, 0.0),
            TruthState(date(2018, 11, 20), None, None, None),
        ),
    )


def test_matters_are_left_out_and_named_whatever_is_said_of_them(tmp_path: Path) -> None:
    path = tmp_path / "truth.json"
    entries = [
        entry(state(), obligation="base"),
        entry(state()),
        {"matter": "base", "states": "nobody knows"},
        entry(state(), obligation="tests"),
    ]
    path.write_text(json.dumps({"truth": entries}), encoding="utf-8")
    found = read_truth(path, ROWS, MATTERS)
    assert [truth.obligation for truth in found.truths] == ["surface", "tests"]
    assert found.matters == ("base",)


def test_states_may_touch_and_leave_gaps(tmp_path: Path) -> None:
    states = [
        state(**{"from": "2018-01-01", "to": "2018-02-01"}),
        state(**{"from": "2018-02-01", "to": "2018-03-01"}),
        state(**{"from": "2018-05-01"}),
    ]
    (truth,) = read(tmp_path, entry(*states))
    assert truth.state_on(date(2018, 2, 1)) == truth.states[1]
    assert truth.state_on(date(2018, 4, 1)) is None


@pytest.mark.parametrize(
    ("entries", "message", "advice"),
    [
        ([], "'truth' is empty", "write {"),
        ([entry()], "'states' is empty", "write {"),
        ([entry(state(), obligation="surfaec")], "no obligation 'surfaec'", "mean 'surface'?"),
        ([entry(state(), obligation=7)], "names no obligation", "add its id"),
        (["surface"], "names no obligation", "add its id"),
        ([entry(state(), obligation="base")], "speaks of matters alone", "add an obligation"),
        ([entry(state()), entry(state())], "'surface' stands twice", "one entry"),
        ([entry("met")], "is not a state", "write {"),
        ([entry({"to": None, "met": True})], "has no 'from'", "add it"),
        ([entry({"from": "2018-11-20"})], "has no 'met'", "add it"),
        ([entry(state(**{"from": "20.11.2018"}))], "'20.11.2018', not a day", "YYYY-MM-DD"),
        ([entry(state(**{"from": 20181120}))], "'20181120', not a day", "YYYY-MM-DD"),
        ([entry(state(to="2018-02-30"))], "'2018-02-30', not a day", "YYYY-MM-DD"),
        ([entry(state(to="2018-11-20"))], "not after its first day", "first day that is not in it"),
        ([entry(state(met="yes"))], "met is 'yes'", "true, false or null"),
        ([entry(state(value=-1))], "value is '-1'", "0 or more"),
        ([entry(state(value=True))], "value is 'True'", "0 or more"),
        (
            [entry(state(), state(**{"from": "2018-12-01"}))],
            "overlaps the one from 2018-11-20",
            "end where the next begins",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_with_what_to_write(
    tmp_path: Path, entries: list[Any], message: str, advice: str
) -> None:
    said = complaint(tmp_path, *entries)
    assert message in said
    assert advice in said
    assert said.count("\n") == 0


def test_every_mistake_is_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    said = complaint(
        tmp_path, entry(state(met="yes")), entry(state(to="x"), obligation="tests")
    ).splitlines()
    assert len(said) == 2
    lines = (tmp_path / "truth.json").read_text().splitlines()
    for one, key in zip(said, ('"met": "yes"', '"to": "x"'), strict=True):
        assert key in lines[int(one.split("truth.json:")[1].split(":")[0]) - 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not JSON"),
        (b"[]", "has no list 'truth'"),
        (b'{"truth": {}}', "has no list 'truth'"),
        (b'{"truth": [], "truth": []}', "stands twice"),
        (b"\xff\xff", "UTF-8"),
    ],
)
def test_what_is_no_truth_file_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "truth.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_truth(path, ROWS)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json.*check the path"):
        read_truth(tmp_path / "none.json", ROWS)


def test_a_state_keeps_the_page_and_the_words_that_it_rests_on(tmp_path: Path) -> None:
    ground = {"source": "https://example.org/report", "words": "the last ten posts are gone"}
    (truth,) = read(tmp_path, entry(state(**ground)))
    assert truth.states == (TruthState(date(2018, 11, 20), None, True, None, *ground.values()),)


def test_a_source_without_words_is_passed_over(tmp_path: Path) -> None:
    (truth,) = read(tmp_path, entry(state(source="our notes")))
    assert truth.states == (TruthState(date(2018, 11, 20), None, True, None),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "gone"}, "no source that is an address"),
        ({"words": "gone", "source": "our notes"}, "no source that is an address"),
        ({"words": "", "source": "https://example.org"}, "1 to 25 words"),
        ({"words": "gone " * 26, "source": "https://example.org"}, "1 to 25 words"),
        ({"words": 3, "source": "https://example.org"}, "1 to 25 words"),
        ({"words": "gone", "source": "https://example.org", "met": None}, "nothing is known"),
    ],
)
def test_words_need_a_page_and_something_that_they_settle(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    assert said in complaint(tmp_path, entry(state(**changes)))

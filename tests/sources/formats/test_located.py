"""YAML and JSON with the line of every part."""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from servanda.sources.formats import located_yaml as marked_yaml
from servanda.sources.formats.located import Located
from servanda.sources.formats.located_json import read_json
from servanda.sources.formats.located_yaml import parse_yaml as read_yaml

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def routes(value: Any, route: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every part of a value, found the slow way."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    items = value.items() if isinstance(value, dict) else ()
    return {route}.union(*(routes(part, (*route, key)) for key, part in items))


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_yaml, "LOADER", getattr(yaml, request.param))


def value_of(text: str) -> Any:
    marked, problems = read_yaml(text, "f")
    assert marked is not None
    assert not problems
    return marked.value


@pytest.mark.usefixtures("_either_parser")
def test_plain_values_stay_as_they_are_written() -> None:
    text = "a: no\nb: 2018-11-30\nc: 1.10\nd: ~\ne:\nf: 'null'\ng: 12:30\nh: [1, true]\n"
    assert value_of(text) == {
        "a": "no",
        "b": "2018-11-30",
        "c": "1.10",
        "d": None,
        "e": None,
        "f": "null",
        "g": "12:30",
        "h": ["1", "true"],
    }


@pytest.mark.usefixtures("_either_parser")
def test_each_part_of_yaml_has_its_line() -> None:
    marked, _ = read_yaml("a: 1\nb:\n  - x\n  - c: 3\n    d:\n      4\n", "f")
    assert marked is not None
    assert marked.lines == {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 1): 4,
        ("b", 1, "c"): 4,
        ("b", 1, "d"): 5,
    }
    assert marked.line(("b", 1, "zz", 3)) == 4


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, r"key 'a' stands twice \(first on line 1\)"),
        ("a: 1\n\tb: 2\n", 2, "is indented with a tab"),
        ("a:\n  - [1, 2\nb: 3\n", 3, "is not YAML here"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "has a tag"),
        ("a: !!str x\n", 1, "has a tag"),
        ("a: 1\n---\nb: 2\n", 2, "is not YAML here"),
        ("a: *b\n", 1, "is not YAML here"),
        ("? [1]\n: 2\n", 1, "has a list or a block for a key"),
        ("a: 1\nb: " + "[" * 50 + "]" * 50, 2, "is nested more than 20 deep"),
        ("[" * 100_000, 1, "is nested more than 20 deep"),
        ("a: &x [*x]\n", 1, "blows up through its anchors"),
        ("a: 1\nb: \x07\n", 2, "holds a control character"),
    ],
)
def test_what_is_wrong_with_yaml_has_its_line(text: str, line: int, says: str) -> None:
    _, problems = read_yaml(text, "f")
    assert [problem.line for problem in problems] == [line]
    assert re.search(says, problems[0].message)


def test_a_bomb_of_anchors_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    marked, (problem,) = read_yaml("\n".join(lines), "f")
    assert marked is None
    assert problem.message == "blows up through its anchors"


def test_an_anchor_used_as_it_is_meant_works() -> None:
    assert value_of("a: &words [x, y]\nb: *words\n") == {"a": ["x", "y"], "b": ["x", "y"]}


def test_lines_count_from_where_the_text_stands() -> None:
    marked, (problem,) = read_yaml("a: 1\na: 2\n", "f", first_line=10)
    assert marked is not None
    assert marked.lines[("a",)] == 10
    assert problem.line == 11


@given(st.text(max_size=60) | st.text("[]{}:,-?&*!|>'\"%@`# \n\tab", max_size=60))
def test_no_text_makes_yaml_fail_otherwise(text: str) -> None:
    marked, problems = read_yaml(text, "f")
    assert marked is not None or problems


@given(JSON_VALUES, st.sampled_from([None, 1, "\t"]))
def test_json_is_read_as_python_reads_it_with_a_line_for_each_part(value: Any, indent: Any) -> None:
    text = json.dumps(value, indent=indent)
    marked, problems = read_json(text, "f")
    assert marked is not None
    assert not problems
    assert marked.value == value
    assert set(marked.lines) == routes(value)
    if indent is None:
        assert set(marked.lines.values()) == {1}


def test_each_part_of_json_has_its_line() -> None:
    text = '{\n "a": [1,\n  {"b]": "}\\"{"}\n ],\n "c":\n  null\n}'
    marked, _ = read_json(text, "f")
    assert isinstance(marked, Located)
    assert marked.lines == {
        (): 1,
        ("a",): 2,
        ("a", 0): 2,
        ("a", 1): 3,
        ("a", 1, "b]"): 3,
        ("c",): 5,
    }


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{"a": 1,\n "b": }', 2, "is not JSON"),
        ('{"a": 1,\n "a": 2}', 2, "key 'a' stands twice"),
        ("[" * 100_000, 0, "nested too deep"),
        ("[NaN]", 0, "NaN is not a JSON number"),
    ],
)
def test_what_is_wrong_with_json_has_its_line(text: str, line: int, says: str) -> None:
    _, (problem,) = read_json(text, "f")
    assert problem.line == line
    assert says in problem.message

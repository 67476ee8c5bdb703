"""An obligation that names one that several have: the row of the same bearer is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.sources import check_case, read_case

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
SOUTH = "actors:\n  - {id: south, names: [South], kind: government}\n"

MORE = """\
  - {id: all, instrument: release, clause: All go., bearer: [north, south], kind: state, count: 9, unit: post, several: true}
  - {id: part, instrument: release, clause: Some go., bearer: [north, south], kind: state, count: 2, unit: post, several: true}
  - {id: own, instrument: release, clause: One goes., bearer: south, kind: state, count: 9, unit: post}
  - {id: joint, instrument: release, clause: One goes., bearer: [north, south], kind: state, count: 9, unit: post}
  - {id: foreign, instrument: release, clause: One goes., bearer: agency, kind: state, count: 9, unit: post}
matters:
"""  # noqa: E501 - one obligation a line


@pytest.fixture
def named(spoil: Callable[..., Path]) -> Callable[..., Path]:
    """A case of more duties: id -> what is written after the rest of it."""

    def write(**keys: str) -> Path:
        lines = []
        for line in MORE.splitlines():
            extra = keys.get(line.partition("id: ")[2].partition(",")[0])
            lines.append(line[:-1] + f", {extra}}}" if extra else line)
        spoil("actors:\n", SOUTH)
        return spoil("matters:\n", "\n".join(lines) + "\n")

    return write


def told(folder: Path) -> list[str]:
    return [str(problem).partition(": ")[2] for problem in check_case(folder)]


def test_the_row_of_the_same_bearer_is_meant(named: Callable[..., Path]) -> None:
    folder = named(
        part="part_of: all, ratio: {to: all, each: 0.1}",
        own="same_things: [all], implies: [part]",
        foreign="part_of: joint",
    )
    assert told(folder) == []
    duties = {duty.id: duty for duty in read_case(folder, RECORDED).case.obligations}
    for bearer in ("north", "south"):
        row = duties[f"part.{bearer}"]
        assert row.part_of == f"all.{bearer}"
        assert row.ratio is not None
        assert row.ratio.to == f"all.{bearer}"
    assert duties["own"].same_things == ("all.south",)
    assert duties["own"].implies == ("part.south",)
    assert duties["foreign"].part_of == "joint"


NONE_OF = "'all' has a row for each of its bearers, and none of {}; "
ADVICE = "name an obligation of the same bearer, or leave it out"


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ({"foreign": "part_of: all"}, NONE_OF.format("'agency'") + ADVICE),
        ({"foreign": "implies: [all]"}, NONE_OF.format("'agency'") + ADVICE),
        ({"foreign": "ratio: {to: all, each: 1}"}, NONE_OF.format("'agency'") + ADVICE),
        (
            {"joint": "same_things: [all]"},
            NONE_OF.format("'north' and 'south' together") + ADVICE,
        ),
        (
            {"all": "same_things: [joint]"},
            "'joint' is one count, and 'all' one for each of its bearers; "
            "write `part_of`, or `several: true` at both",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bearer_without_such_a_row_is_one_line(
    named: Callable[..., Path], keys: dict[str, str], line: str
) -> None:
    assert told(named(**keys)) == [line]


def test_the_rows_of_each_bearer_hang_together_by_themselves(spoil: Callable[..., Path]) -> None:
    """Seven duties of each of two bearers are no fourteen that hang together."""

    def written(bearer_of_all: str) -> str:
        head = "  - {{id: {}, instrument: release, clause: Go., bearer: {}, kind: act{}}}"
        both, each = "[north, south]", ", several: true"
        lines = [head.format("whole", both, bearer_of_all)]
        lines += [head.format(f"p{n}", both, f"{each}, part_of: whole") for n in range(6)]
        return "\n".join(lines)

    spoil("actors:\n", SOUTH)
    alone, joint = written(", several: true"), written("")
    assert told(spoil("matters:\n", f"{alone}\nmatters:\n")) == []
    (line,) = told(spoil(alone, joint))
    assert line.startswith("13 obligations hang together, and at most 12 can be summed")

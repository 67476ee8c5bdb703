"""What `case check` says of duties on the same things: one line each, with what to write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.sources import check_case, read_case

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)

MORE = """\
  - {id: gone, instrument: release, clause: All go., bearer: north, kind: state, count: 2, unit: post}
  - {id: gone-part, instrument: release, clause: One goes., bearer: north, kind: state, count: 1, unit: post}
  - {id: late, instrument: release, clause: All go., bearer: north, kind: state, count: 2, unit: post, deadline: 2019-01-01}
  - {id: tonnes, instrument: release, clause: It goes., bearer: north, kind: level, unit: tonne, bound: {direction: at_least, value: 9}}
  - {id: no-flights, instrument: release, clause: No flights., bearer: north, kind: abstain}
matters:
"""  # noqa: E501 - one obligation a line


@pytest.fixture
def tied(spoil: Callable[..., Path]) -> Callable[..., Path]:
    """A case of more duties, some of them with ties: id -> what is written after its bearer."""

    def write(**ties: str) -> Path:
        lines = []
        for line in MORE.splitlines():
            name = line.partition("id: ")[2].partition(",")[0]
            extra = ties.get(name.replace("-", "_"))
            lines.append(line[:-1] + f", {extra}}}" if extra else line)
        return spoil("matters:\n", "\n".join(lines) + "\n")

    return write


def told(folder: Path) -> list[str]:
    return [str(problem).partition(": ")[2] for problem in check_case(folder)]


def test_ties_without_mistakes_are_read(tied: Callable[..., Path]) -> None:
    folder = tied(gone_part="part_of: gone", late="same_things: [gone], implies: [tonnes]")
    assert told(folder) == []
    duties = {duty.id: duty for duty in read_case(folder, RECORDED).case.obligations}
    assert duties["gone-part"].part_of == "gone"
    assert duties["late"].same_things == ("gone",)
    assert duties["late"].implies == ("tonnes",)
    assert (duties["gone"].part_of, duties["gone"].same_things, duties["gone"].implies) == (
        None, (), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ties", "lines"),
    [
        (
            {"gone_part": "part_of: gon"},
            ["unknown obligation 'gon'; did you mean 'gone'?"],
        ),
        (
            {"gone": "part_of: gone"},
            ["'gone' names itself; name another obligation"],
        ),
        (
            {"gone_part": "implies: [no-flights]"},
            [
                "'gone-part' (something to reach) and 'no-flights' (no event) have no common "
                "state; tie duties of one sort, or leave it out"
            ],
        ),
        (
            {"tonnes": "same_things: [gone]"},
            [
                "'tonnes' counts tonne and 'gone' post; one count has one kind, unit and "
                "definition; else write `implies` or `part_of`"
            ],
        ),
        (
            {"no_flights": "same_things: [tests]"},
            ["events are not one count; write `part_of` at the narrower of the two"],
        ),
        (
            {"gone": "part_of: gone-part"},
            [
                "'gone' asks for 2 and is part of 'gone-part', which asks for 1; mend one of the "
                "two amounts, or write the tie at the smaller one"
            ],
        ),
        (
            {"gone": "implies: [late]", "late": "implies: [gone]"},
            [
                "'gone' and 'late' each follow from the other; write `same_things` at one of them "
                "if they are on one count, and nothing else between the two",
                "'late' and 'gone' each follow from the other; write `same_things` at one of them "
                "if they are on one count, and nothing else between the two",
            ],
        ),
        (
            {"gone": "same_things: [late]", "late": "implies: [gone]"},
            [
                "'late' and 'gone' each follow from the other; write `same_things` at one of them "
                "if they are on one count, and nothing else between the two",
            ],
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_mistake_is_one_line(
    tied: Callable[..., Path], ties: dict[str, str], lines: list[str]
) -> None:
    assert told(tied(**ties)) == lines


def test_more_ties_than_can_be_summed_are_refused(spoil: Callable[..., Path]) -> None:
    parts = "\n".join(
        f"  - {{id: p{n}, instrument: release, clause: Go., bearer: north, kind: act, "
        "part_of: surface}"
        for n in range(12)
    )
    (line,) = told(spoil("matters:\n", f"{parts}\nmatters:\n"))
    assert line.startswith("13 obligations hang together, and at most 12 can be summed")

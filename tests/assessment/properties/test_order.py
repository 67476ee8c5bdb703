"""Neither the order of what is said nor its copies move a number."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.weigh import weigh
from servanda.records import Bearing, DocumentClaims, Evidence, Label, Statement, day
from tests.assessment.properties.small_cases import (
    FEW,
    LAST,
    ORIGINS,
    SmallCase,
    after,
    small_cases,
    states,
)
from tests.builders import case, claim, document
from tests.evidence.test_statement_evidence import TEXT, statement

CLAUSE = replace(states(4), verb="", object="", terms=())  # read by its meaning


@FEW
@given(small_cases(), st.randoms(use_true_random=False), st.integers(0, LAST))
def test_the_order_of_the_evidence_does_not_matter(
    small: SmallCase, order: Random, on: int
) -> None:
    items = list(small.items)
    order.shuffle(items)
    shuffled = replace(small, items=tuple(items))
    assert shuffled.number(after(on)) == pytest.approx(small.number(after(on)), abs=1e-12)


@FEW
@given(small_cases(least=1), st.data(), st.integers(0, LAST))
def test_a_copy_marked_as_a_repetition_changes_nothing(
    small: SmallCase, data: st.DataObject, on: int
) -> None:
    copied = data.draw(st.sampled_from(small.items))
    copy = replace(copied, id="copy", bearing=Bearing.REPEATS, if_right=copied.if_wrong)
    twice = replace(small, items=(*small.items, copy))
    assert twice.number(after(on)) == small.number(after(on))


@st.composite
def reads(draw: st.DrawFn) -> tuple[DocumentClaims, ...]:
    """Some documents, each with one statement of the duty."""
    labels = (Label.DONE, Label.NOT_DONE, Label.PARTLY_DONE)
    chosen = st.tuples(
        st.sampled_from(labels), st.floats(0.4, 0.99), st.integers(0, 5), st.sampled_from(ORIGINS)
    )
    return tuple(
        read(f"page{number}", *told)
        for number, told in enumerate(draw(st.lists(chosen, min_size=2, max_size=4)))
    )


def read(name: str, label: Label, sure: float, days: int, holder: str) -> DocumentClaims:
    when = after(10 + days)
    told: Statement = statement(
        label, sure, id=f"{name}#s1/duty", document=name, obligation="duty", as_of=day(when),
        claim=f"{name}#s1",
    )  # fmt: skip
    made = replace(
        claim(TEXT), id=f"{name}#s1", document=name, holder=holder.title(), holder_id=holder,
        chain=(holder.title(),),
    )  # fmt: skip
    return DocumentClaims(document(TEXT, when, id=name), (made,), {}, (told,))


def weighed(found: tuple[DocumentClaims, ...]) -> tuple[Evidence, ...]:
    return weigh(case(CLAUSE), found, after(LAST), after(LAST))


def number(items: tuple[Evidence, ...]) -> float:
    return SmallCase(CLAUSE, items).number(after(LAST))


@FEW
@given(reads(), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(
    found: tuple[DocumentClaims, ...], order: Random
) -> None:
    shuffled = list(found)
    order.shuffle(shuffled)
    assert number(weighed(tuple(shuffled))) == pytest.approx(number(weighed(found)), abs=1e-12)


@FEW
@given(reads(), st.data())
def test_the_same_said_again_of_the_same_day_changes_nothing(
    found: tuple[DocumentClaims, ...], data: st.DataObject
) -> None:
    read_again = data.draw(st.sampled_from(found))
    (told,), (made,) = read_again.statements or (), read_again.claims
    copy = replace(
        read_again,
        document=replace(read_again.document, id="zcopy"),
        claims=(replace(made, id="zcopy#s1", document="zcopy"),),
        statements=(replace(told, id="zcopy#s1/duty", document="zcopy", claim="zcopy#s1"),),
    )
    before, then = weighed(found), weighed((*found, copy))
    assert {item.bearing for item in before} >= {Bearing.BEARS}
    assert len(then) == len(before) + 1
    assert number(then) == number(before)


def test_a_statement_of_these_documents_bears() -> None:
    (item,) = weighed((read("page0", Label.DONE, 0.9, 3, "north"),))
    assert (item.bearing, item.origin) == (Bearing.BEARS, "north")

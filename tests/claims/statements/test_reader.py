"""The reader of statements: the right duty, the words it rests on, and whoever says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from servanda.claims import StatementReader, own_claims
from servanda.claims.statements.fitted import Register
from servanda.records import Label, Names, ObligationKind, Span, StatementDirection
from tests.builders import actor, claim, document, obligation

TEXT = """Orland leaves the forts

VARN, May 3 - Orland has withdrawn the last of its soldiers from all twelve forts on the Sill ridge.
Wheat prices fell for a third month in the capital.
Vesna's navy, meanwhile, has not opened the harbour of Tol to relief ships."""
NAMES = Names((actor("orland"), actor("vesna")), (), ())
FORTS = obligation(
    id="forts",
    clause="Orland shall withdraw its soldiers from the twelve forts on the Sill ridge by 1 May.",
    bearers=("orland",),
    count=12,
    unit="fort",
    start=date(2004, 1, 10),
)
HARBOUR = obligation(
    id="harbour",
    clause="Vesna shall open the harbour of Tol to relief ships.",
    bearers=("vesna",),
    kind=ObligationKind.ACT,
    start=date(2004, 1, 10),
)
PAGE = document(TEXT, date(2004, 5, 3))


def test_each_statement_is_of_its_sentence_and_its_chances_sum_to_one(
    reader: StatementReader,
) -> None:
    found = reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS)
    assert found
    for statement in found:
        assert sum(statement.p) == pytest.approx(1.0, abs=1e-4)
        assert TEXT[statement.span.start : statement.span.end].strip()
        assert statement.obligation in {"forts", "harbour"}
        assert statement.reader == reader.name


def test_a_sentence_bears_on_the_duty_that_it_is_about(reader: StatementReader) -> None:
    found = reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS)
    bears = {
        (statement.obligation, TEXT[statement.span.start : statement.span.end][:9]): 1.0
        - statement.chance(StatementDirection.UNRELATED)
        for statement in found
    }
    assert bears["forts", "VARN, May"] > 0.5
    assert bears.get(("forts", "Wheat pri"), 0.0) < 0.2
    assert bears["harbour", "Vesna's n"] > bears.get(("forts", "Vesna's n"), 0.0)


def test_reading_again_gives_the_same(reader: StatementReader) -> None:
    first = reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS)
    assert reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS) == first


def test_an_attributed_claim_over_the_sentence_says_it(reader: StatementReader) -> None:
    start = TEXT.index("Orland has withdrawn")
    said = replace(claim(TEXT), id="page#c1", attributed=True, content=(Span(start, start + 40),))
    found = reader.read(PAGE, (said,), [FORTS], NAMES, Register.NEWS)
    by_place = {statement.span.start: statement.claim for statement in found}
    assert by_place[TEXT.index("VARN")] == "page#c1"
    own = own_claims(found, (said,))
    assert {made.id for made in own} == {s.claim for s in found} - {"page#c1"}
    assert all(not made.attributed for made in own)


def test_a_document_without_words_or_a_case_without_duties_says_nothing(
    reader: StatementReader,
) -> None:
    empty = document("", date(2004, 5, 3))
    assert reader.read(empty, (), [FORTS], NAMES, Register.NEWS) == ()
    assert reader.read(PAGE, (), [], NAMES, Register.NEWS) == ()


def test_reading_for_one_duty_is_reading_for_all_and_taking_one(reader: StatementReader) -> None:
    every = reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS)
    harbour = reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS, {"harbour"})
    assert harbour == tuple(s for s in every if s.obligation == "harbour")
    assert harbour


def test_what_is_told_of_days_before_the_duty_began_is_unrelated(reader: StatementReader) -> None:
    later = replace(FORTS, start=date(2005, 1, 1))
    for statement in reader.read(PAGE, (), [later], NAMES, Register.NEWS):
        assert statement.label is Label.UNRELATED
        assert statement.p[-1] == 1.0
        assert "before the duty began" in statement.why


def test_an_unrelated_sentence_has_no_count(reader: StatementReader) -> None:
    found = reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS)
    assert all(s.count is None for s in found if s.label is Label.UNRELATED)


def test_the_nearest_sentence_of_a_document_is_the_nearest_to_any_duty(
    reader: StatementReader,
) -> None:
    duties = [FORTS, HARBOUR]
    other = document("No relief ship has entered the harbour of Tol.", date(2004, 5, 3), "other")
    first, second = reader.nearest_to_any([PAGE, other], duties, NAMES)
    by_duty = {
        (duty, near.span): near.nearness
        for duty, sentences in reader.nearest(PAGE, duties, NAMES).items()
        for near in sentences
    }
    assert first is not None
    assert second is not None
    assert first.nearness == by_duty[first.obligation, first.span] == max(by_duty.values())
    assert first.text == " ".join(TEXT[first.span.start : first.span.end].split())
    assert second.obligation == "harbour"


def test_reading_finds_the_nearest_sentence_that_measuring_finds(reader: StatementReader) -> None:
    duties = [FORTS, HARBOUR]
    found = reader.read_with_nearest(PAGE, (), duties, NAMES, Register.NEWS)
    assert [found.nearest] == list(reader.nearest_to_any([PAGE], duties, NAMES))
    assert found.nearest is not None
    assert found.statements == reader.read(PAGE, (), duties, NAMES, Register.NEWS)
    one = reader.read_with_nearest(PAGE, (), duties, NAMES, Register.NEWS, {"harbour"})
    assert one.nearest == found.nearest


def test_without_sentences_or_duties_nothing_is_nearest(reader: StatementReader) -> None:
    empty = document("", date(2004, 5, 3), "empty")
    assert list(reader.nearest_to_any([empty], [FORTS], NAMES)) == [None]
    assert list(reader.nearest_to_any([PAGE], [], NAMES)) == [None]
    assert list(reader.nearest_to_any([], [FORTS], NAMES)) == []


def test_a_sentence_with_a_label_for_certain_has_the_number_and_days_of_its_words(
    reader: StatementReader,
) -> None:
    forts = TEXT.index("VARN")
    span = Span(forts, TEXT.index("\nWheat"))
    (read,) = (
        statement
        for statement in reader.read(PAGE, (), [FORTS, HARBOUR], NAMES, Register.NEWS)
        if (statement.span, statement.obligation) == (span, "forts")
    )
    sure = reader.statement_of(PAGE, (), FORTS, NAMES, span, read.label)
    assert replace(sure, p=read.p) == read
    for label in Label:
        other = reader.statement_of(PAGE, (), FORTS, NAMES, span, label)
        assert (other.label, other.id) == (label, read.id)
        assert other.p == tuple(float(certain is label) for certain in Label)


def test_every_sentence_has_a_nearness_to_each_duty(reader: StatementReader) -> None:
    near = reader.nearest(PAGE, [FORTS, HARBOUR], NAMES)
    assert set(near) == {"forts", "harbour"}
    for duty, words in (("forts", "VARN"), ("harbour", "Vesna's navy")):
        best = max(near[duty], key=lambda passage: passage.nearness)
        assert best.text.startswith((words, "Orland leaves"))
        assert [passage.span for passage in near[duty]] == [
            passage.span for passage in near["forts"]
        ]
    assert reader.nearest(document("", date(2004, 5, 3)), [FORTS], NAMES) == {"forts": ()}

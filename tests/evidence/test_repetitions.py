"""What counts once: copies, variants, and one act told twice; and what more time given says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.evidence import link_claims, weigh
from servanda.records import (
    Amendment,
    Bearing,
    Bound,
    BoundDirection,
    Case,
    Claim,
    DocumentClaims,
    Evidence,
    Link,
    ObligationKind,
    day,
)
from tests.builders import DEADLINE, case, document, obligation
from tests.evidence.test_weigh import BLAST, END, TEXT, happened, quantity, ten

WHOLE = case(obligation())
FIRST, SECOND = date(2018, 10, 30), BLAST


def scored(told: Claim, score: float) -> Claim:
    """The claim, linked to the duty as surely as that."""
    links = (Link("surface", score, "test"),)
    return replace(told, proposition=replace(told.proposition, links=links))


def weighed(*reads: DocumentClaims, whole: Case = WHOLE) -> dict[str | None, Evidence]:
    """By document, the items on the duty."""
    return {item.document: item for item in weigh(whole, reads, END, END)}


def read(told: Claim, **changes: object) -> DocumentClaims:
    return DocumentClaims(document(TEXT, SECOND, id=told.document, **changes), (told,))


def test_of_one_act_told_twice_the_surer_telling_stands_though_it_is_the_later() -> None:
    unsure = scored(ten("early", event_time=happened(BLAST)), 0.5)
    sure = scored(ten("late", event_time=happened(BLAST)), 1.0)
    items = weighed(read(unsure), read(sure))
    assert items["late"].bearing is Bearing.BEARS
    assert items["early"].bearing is Bearing.REPEATS


def test_an_act_of_another_day_is_no_repetition() -> None:
    earlier = scored(ten("early", event_time=happened(FIRST)), 0.5)
    later = scored(ten("late", event_time=happened(BLAST)), 1.0)
    items = weighed(read(earlier), read(later))
    assert {item.bearing for item in items.values()} == {Bearing.BEARS}


def test_a_variant_of_a_page_tells_nothing_that_the_page_has_told() -> None:
    page = link_claims(read(ten("page")), WHOLE)
    variant = link_claims(read(ten("variant", holder="Wire", holder_id=None)), WHOLE)
    variant = replace(variant, document=replace(variant.document, variant_of="page"))
    assert weighed(page, variant)["variant"].bearing is Bearing.REPEATS
    assert weighed(variant)["variant"].bearing is Bearing.BEARS  # the page itself is not here
    stranger = replace(variant, document=replace(variant.document, variant_of=None))
    assert weighed(page, stranger)["variant"].bearing is Bearing.BEARS


MORE_TIME = Amendment(
    DEADLINE, day(DEADLINE), None, None, date(2018, 12, 20), None, "The sides gave more time."
)


def of_amendment(amendment: Amendment, **changes: object) -> list[Evidence]:
    duty = obligation(amendments=(amendment,), **changes)
    found = weigh(case(duty), [], END, END)
    return [item for item in found if "/amendment/" in item.id]


def test_more_time_given_says_that_not_all_was_done_on_that_day() -> None:
    (item,) = of_amendment(MORE_TIME)
    assert item.times.happened.end == DEADLINE
    assert all(value > 0.9 for value in item.if_right[:10])
    assert item.if_right[10] < 0.1


def test_less_time_or_another_number_says_nothing_and_nor_does_what_is_not_public() -> None:
    assert of_amendment(replace(MORE_TIME, deadline=date(2018, 11, 20))) == []
    assert of_amendment(replace(MORE_TIME, deadline=None, count=9)) == []
    assert of_amendment(replace(MORE_TIME, published=day(date(2019, 2, 1)))) == []


def test_more_time_for_what_is_declared_later_says_nothing_of_what_was() -> None:
    level = {
        "kind": ObligationKind.LEVEL, "count": None, "preserve": 0, "aspect": None, "unit": "cache",
    }  # fmt: skip
    bound = Bound(BoundDirection.AT_LEAST, 900.0)
    assert len(of_amendment(MORE_TIME, bound=bound, **level)) == 1
    assert of_amendment(MORE_TIME, bound=replace(bound, declared=True), **level) == []


def test_of_a_page_that_was_changed_the_text_of_the_day_speaks() -> None:
    """As pages that are watched are kept: the earlier version is a variant of the later one."""
    changed = date(2018, 12, 5)
    whole = case(obligation())
    old = link_claims(read(ten("page")), whole)
    old = replace(old, document=replace(old.document, variant_of="page@2018-12-05"))
    two = ten("page@2018-12-05", quantities=(quantity(2),))
    new = link_claims(DocumentClaims(document(TEXT, changed, id="page@2018-12-05"), (two,)), whole)

    def as_of(day: date) -> dict[str | None, Bearing]:
        return {item.document: item.bearing for item in weigh(whole, (old, new), day, day)}

    assert as_of(date(2018, 12, 4)) == {"page": Bearing.BEARS}
    assert as_of(date(2018, 12, 6)) == {
        "page": Bearing.REPEATS, "page@2018-12-05": Bearing.BEARS,
    }  # fmt: skip

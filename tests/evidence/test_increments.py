"""Increments as evidence: they add up, and never speak against a duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.claims import decision_on
from servanda.evidence import link_claims, weigh
from servanda.pipeline.reading import apply_review
from servanda.records import (
    BY_HAND,
    Bearing,
    Case,
    Comparison,
    Counted,
    DecisionAct,
    DocumentClaims,
    Evidence,
    Label,
    Obligation,
    ObligationKind,
    ScheduleEntry,
    Span,
    StatedCount,
    Statement,
    day,
    with_whole_of_schedule,
)
from tests.builders import NOW, START, case, claim, document, obligation

END = date(2019, 6, 30)
SENTENCE = "The north handed over {} posts."
POSTS = obligation(verb="", object="", terms=(), preserve=0, deadline=END, aspect=None)
TONS = replace(
    POSTS, kind=ObligationKind.LEVEL, unit="ton", count=None,
    schedule=(ScheduleEntry(4.0, START), ScheduleEntry(10.0, END)), deadline=None,
)  # fmt: skip
DUTIES = st.sampled_from([POSTS, with_whole_of_schedule(TONS)])
FEW = settings(max_examples=100, deadline=None, derandomize=True)


def page(
    name: str,
    on: int,
    number: float,
    *,
    counts: Counted = Counted.ADDED,
    label: Label = Label.PARTLY_DONE,
    sure: float = 0.95,
    holder: str = "ministry",
    words: str = "two more",
    reviewed: bool = False,
    dated: bool = True,
) -> DocumentClaims:
    """A page with one sentence, so many days after the start of the duty."""
    text = SENTENCE.format(words)
    when = START + timedelta(days=on)
    rest = (1.0 - sure) / (len(Label) - 1)
    statement = Statement(
        id=f"{name}#s1/surface",
        document=name,
        span=Span(0, len(text)),
        obligation="surface",
        label=label,
        p=tuple(sure if other is label else rest for other in Label),
        count=StatedCount(number, None, Comparison.EXACTLY, counts),
        event=day(when) if dated else None,
        as_of=day(when),
        claim=f"{name}#s1",
        acts_by=("north",),
        reviewed=reviewed,
        reader="meaning/1 0",
        why="",
    )
    said = replace(claim(text, document=name), id=f"{name}#s1", holder_id=holder)
    return DocumentClaims(document(text, when, id=name), (said,), {}, (statement,))


def items(*pages: DocumentClaims, duty: Obligation = POSTS) -> dict[str | None, Evidence]:
    """By page, the items on the duty."""
    whole: Case = case(duty)
    linked = [link_claims(read, whole) for read in pages]
    return {item.document: item for item in weigh(whole, linked, END, END)}


def least(item: Evidence) -> float:
    """The amount from which on an item is likely."""
    middle = 0.5 * (min(item.if_right) + max(item.if_right))
    return next(
        value
        for value, heard in zip(item.states.values, item.if_right, strict=True)
        if heard > middle
    )


@FEW
@given(
    DUTIES,
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 9), st.floats(0.3, 0.99), st.booleans()),
        min_size=1, max_size=4,
    ),
    st.sampled_from([Label.DONE, Label.PARTLY_DONE]),
)  # fmt: skip
def test_an_increment_speaks_against_no_larger_amount(
    duty: Obligation, acts: list[tuple[int, int, float, bool]], label: Label
) -> None:
    pages = [
        page(f"p{place}", on, number, sure=sure, label=label, dated=dated)
        for place, (on, number, sure, dated) in enumerate(acts)
    ]
    for item in items(*pages, duty=duty).values():
        if item.bearing is Bearing.BEARS:
            rising = zip(item.if_right, item.if_right[1:], strict=False)
            assert all(less <= more + 1e-12 for less, more in rising)


def test_increments_go_on_from_what_its_origin_told_last() -> None:
    found = items(
        page("total", 2, 3, counts=Counted.DONE, words="three of its"),
        page("more", 5, 2),
        page("other", 6, 1, holder="observer"),
        page("again", 9, 1, words="one more"),
    )
    assert [least(found[name]) for name in ("more", "again", "other")] == [5, 6, 1]
    assert "with those before at least 6" in found["again"].says
    assert found["more"].came_about == START + timedelta(days=5)
    assert not found["more"].after_others
    assert found["other"].after_others  # of what was there before it tells nothing


def test_the_same_act_on_another_page_adds_nothing() -> None:
    once = items(page("one", 5, 2))
    twice = items(page("one", 5, 2), page("two", 5, 2))
    bearing = [item for item in twice.values() if item.bearing is Bearing.BEARS]
    assert [least(item) for item in bearing] == [least(once["one"])] == [2]


def test_a_number_of_one_day_adds_up_in_a_duty_with_a_schedule_alone() -> None:
    def told(duty: Obligation) -> float:
        words = {"counts": Counted.DONE, "words": "two"}
        return least(items(page("a", 2, 2, **words), page("b", 5, 2, **words), duty=duty)["b"])

    entries = (ScheduleEntry(4, START + timedelta(days=9)), ScheduleEntry(10, END))
    assert told(replace(POSTS, schedule=entries)) == 4
    assert told(POSTS) == 2


def test_what_says_that_it_is_all_so_far_is_no_increment() -> None:
    entries = (ScheduleEntry(4, START + timedelta(days=9)), ScheduleEntry(10, END))
    found = items(
        page("a", 2, 2, counts=Counted.DONE, words="two"),
        page("b", 5, 4, counts=Counted.DONE, words="four so far of its"),
        duty=replace(POSTS, schedule=entries),
    )
    assert found["b"].came_about == START + timedelta(days=5)  # a number in all, reached that day
    assert "with those before" not in found["b"].says
    best = max(range(11), key=lambda place: found["b"].if_right[place])
    assert best == 4


def test_a_sum_counts_no_more_surely_than_all_of_its_numbers_were_read() -> None:
    alone = items(page("a", 5, 4))["a"]
    summed = items(page("b", 2, 2), page("a", 5, 2))["a"]
    sure = items(page("b", 2, 2, reviewed=True), page("a", 5, 2, reviewed=True))["a"]
    assert least(alone) == least(summed) == least(sure) == 4

    def strength(item: Evidence) -> float:
        return item.if_right[-1] / item.if_right[1]

    assert strength(summed) < strength(alone) < strength(sure)


def test_a_number_that_a_person_put_otherwise_is_added_to_nothing() -> None:
    misread, more = page("a", 2, 6), page("b", 5, 1, words="one more")
    words = misread.document.text
    by_hand = replace(claim(words, document="a", holder_id="ministry"), id="a#h1", reader=BY_HAND)
    acts = tuple(
        decision_on(by_hand, misread.document, act, "ann", NOW, obligation=duty)
        for act, duty in ((DecisionAct.ACCEPT, None), (DecisionAct.LINK, "surface"))
    )
    both = replace(misread, claims=(*misread.claims, by_hand), acts={by_hand.id: acts})
    decided = apply_review(both, case(POSTS))
    assert least(items(misread, more)["b"]) == 7
    found = weigh(case(POSTS), [decided, link_claims(more, case(POSTS))], END, END)
    assert least(next(item for item in found if item.document == "b")) == 1

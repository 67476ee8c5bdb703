"""The order in which people are asked, and which of their answers chance alone chose."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from servanda.claims import asking_order, lot_of, random_sample, undo_of
from servanda.claims.curation.asking_order import DRAWN_EVERY
from servanda.records import Label, StatementDecision, WhyAsked
from tests.builders import NOW
from tests.claims.curation.test_statement_decisions import decided, said

CHANGES = st.lists(st.floats(0.0, 9.0), max_size=30)


def lots_of(number: int) -> list[float | None]:
    return [lot_of("case", "page", f"sentence {index}", "duty") for index in range(number)]


@given(CHANGES, st.integers(0, 9))
def test_every_question_is_asked_once(changes: list[float], answered: int) -> None:
    order = asking_order(changes, lots_of(len(changes)), answered)
    assert sorted(number for number, _ in order) == list(range(len(changes)))


@given(CHANGES, st.integers(0, 9))
def test_the_most_telling_come_first(changes: list[float], answered: int) -> None:
    order = asking_order(changes, lots_of(len(changes)), answered)
    telling = [changes[number] for number, why in order if why is WhyAsked.TELLING]
    assert telling == sorted(telling, reverse=True)


@given(CHANGES, st.integers(0, 9))
def test_every_fifth_is_drawn_counting_those_of_before(changes: list[float], answered: int) -> None:
    order = asking_order(changes, lots_of(len(changes)), answered)
    drawn = [place for place, (_, why) in enumerate(order) if why is WhyAsked.DRAWN]
    assert drawn == [
        place for place in range(len(changes)) if (answered + place + 1) % DRAWN_EVERY == 0
    ]


def test_what_is_not_to_be_drawn_never_is() -> None:
    lots = [None if number % 2 else 0.1 * number for number in range(10)]
    order = asking_order([1.0] * 10, lots, 0)
    assert all(number % 2 == 0 for number, why in order if why is WhyAsked.DRAWN)
    assert all(why is WhyAsked.TELLING for _, why in asking_order([1.0] * 10, [None] * 10, 0))


def test_lots_are_the_same_for_everybody_and_even() -> None:
    lots = [lot for lot in lots_of(2_000) if lot is not None]
    assert lots == lots_of(2_000)
    assert all(0.0 <= lot < 1.0 for lot in lots)
    assert abs(sum(lots) / len(lots) - 0.5) < 0.02
    assert abs(sum(lot < 0.2 for lot in lots) / len(lots) - 0.2) < 0.03
    others = {lot_of(*place) for place in (("c", "p", "s", "d"), ("k", "p", "s", "d"))}
    assert len(others) == 2


def answers(changes: list[float], sittings: list[int]) -> list[StatementDecision]:
    """The decisions of a person who answers so many questions a sitting, as they come."""
    lots, waiting = lots_of(len(changes)), list(range(len(changes)))
    kept: list[StatementDecision] = []
    for questions in sittings:
        order = asking_order(
            [changes[number] for number in waiting], [lots[number] for number in waiting], len(kept)
        )
        asked = [(waiting[place], why) for place, why in order[:questions]]
        for number, why in asked:
            decision = decided(said(), said(), minutes=number, why=why)
            kept.append(
                replace(decision, id=str(number), quote=f"{number}", lot=lots[number] or 0.0)
            )
            waiting.remove(number)
    return kept


@example([float(number) for number in range(12)], [5])
@given(CHANGES, st.lists(st.integers(0, 12), max_size=5))
def test_the_sample_is_all_that_has_the_lowest_lots(
    changes: list[float], sittings: list[int]
) -> None:
    kept = answers(changes, sittings)
    sample = random_sample(kept)
    lots = sorted(lot for lot in lots_of(len(changes)) if lot is not None)
    assert [decision.lot for decision in sample] == lots[: len(sample)]
    assert len(sample) >= sum(decision.why_asked is WhyAsked.DRAWN for decision in kept)


def test_what_is_undone_missed_or_said_again_is_in_no_sample() -> None:
    low, high = (
        replace(
            decided(said(), said(), minutes=minutes, why=WhyAsked.DRAWN),
            quote=str(minutes), lot=0.1 * minutes, id=str(minutes),
        )
        for minutes in (1, 2)
    )  # fmt: skip
    assert random_sample([high, low]) == (low, high)
    assert random_sample([low, high, undo_of(high, "ann", NOW.replace(year=2027))]) == (low,)
    missed = replace(low, id="m", quote="m", read=said(label=Label.UNRELATED))
    unread = replace(low, id="n", quote="n", read=None)
    again = replace(high, id="a", made=NOW.replace(year=2027), read=said(reviewed=True))
    assert random_sample([low, high, missed, unread, again]) == (low, high)
    telling = replace(low, id="t", quote="t", why_asked=WhyAsked.TELLING)
    assert random_sample([telling]) == ()
    assert random_sample([telling, high]) == (telling, high)

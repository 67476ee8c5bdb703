"""Days that a text reckons from an event: as of a day, and moved as an amendment moves them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from servanda.records import (
    UNKNOWN_START,
    UNKNOWN_TIME,
    DateRange,
    DaysAfter,
    Extension,
    KnownEvent,
    Precision,
    day,
    reckon_days,
    terms_in_force,
    with_starts_as_of,
)
from tests.builders import START, case, obligation

LAST = date(2021, 1, 1)
FIRST_END, SECOND_END, THIRD_END = date(2019, 5, 12), date(2019, 11, 12), date(2020, 2, 22)
MOVES = (
    Extension(SECOND_END, date(2019, 5, 3), day(date(2019, 5, 3)), "six months more"),
    Extension(THIRD_END, date(2019, 11, 7), day(date(2019, 11, 8)), "100 days more"),
)
# The end of the period stood in the agreement itself.
PERIOD = KnownEvent(
    ("the preparatory period",), day(FIRST_END), "period", published=day(START), extended=MOVES
)


def after(event: KnownEvent, days: int) -> DaysAfter:
    return DaysAfter(days, event.id or "", event.names[0], event.days)


def due(event: KnownEvent = PERIOD, days: int = 0):
    return reckon_days(obligation(deadline=None, deadline_after=after(event, days)))


def deadline(duty, as_of: date, on: date) -> date | None:
    return terms_in_force(duty, as_of, on).deadline


def test_a_deadline_is_so_many_days_after_what_was_known_when_the_duty_began() -> None:
    duty = due(days=60)
    assert duty.deadline == date(2019, 7, 11)
    assert due(days=-2).deadline == date(2019, 5, 10)


def test_an_extension_moves_the_deadline_once_it_is_public_and_counts() -> None:
    duty = due()
    assert deadline(duty, date(2019, 5, 2), LAST) == FIRST_END
    assert deadline(duty, date(2019, 5, 3), LAST) == SECOND_END
    assert deadline(duty, date(2019, 11, 7), LAST) == SECOND_END  # agreed, not public
    assert deadline(duty, LAST, LAST) == THIRD_END


def test_the_day_that_was_missed_before_is_remembered() -> None:
    duty = due()
    assert deadline(duty, LAST, date(2019, 5, 2)) == FIRST_END
    assert deadline(duty, LAST, date(2019, 6, 1)) == SECOND_END
    assert [change.deadline for change in duty.amendments] == [SECOND_END, THIRD_END]
    assert duty.amendments[0].note == (
        "the day of the preparatory period (2019-11-12): 2019-11-12; six months more"
    )


def test_the_order_in_which_moves_are_written_does_not_matter() -> None:
    assert due(replace(PERIOD, extended=MOVES[::-1])) == due()


def test_while_nobody_knows_the_day_of_the_event_the_deadline_is_open() -> None:
    unknown = KnownEvent(("entry into force",), UNKNOWN_TIME, "entry")
    assert deadline(due(unknown, 60), LAST, LAST) is None
    entry = replace(unknown, when=day(date(2018, 12, 1)))
    duty = due(entry, 60)
    assert deadline(duty, date(2018, 11, 30), LAST) is None
    assert deadline(duty, date(2018, 12, 1), LAST) == date(2019, 1, 30)
    announced = replace(entry, published=day(date(2018, 11, 10)))
    assert deadline(due(announced, 60), date(2018, 11, 10), date(2018, 11, 10)) == date(2019, 1, 30)


def test_what_was_put_off_before_its_day_is_not_put_back_on_that_day() -> None:
    put_off = Extension(date(2019, 3, 1), date(2018, 11, 20), day(date(2018, 11, 20)), "")
    duty = due(KnownEvent(("entry",), day(date(2018, 12, 1)), "entry", extended=(put_off,)))
    for asked in (date(2018, 11, 20), date(2018, 12, 1), LAST):
        assert deadline(duty, asked, asked) == date(2019, 3, 1)


def test_of_several_possible_days_the_last_counts() -> None:
    entry = KnownEvent(
        ("entry",), DateRange(date(2018, 11, 1), date(2018, 11, 30), Precision.MONTH), "entry"
    )
    assert due(entry, 1).amendments[0].deadline == date(2018, 12, 1)


def test_how_it_is_reckoned_is_told_in_words_as_of_a_day() -> None:
    entry = KnownEvent(("entry into force",), day(date(2018, 9, 12)), "entry")
    rule = after(entry, 60)
    assert rule.in_words(LAST) == "60 days after entry into force (2018-09-12): 2018-11-11"
    assert rule.in_words(date(2018, 9, 11)) == (
        "60 days after entry into force, whose day is not known yet"
    )
    assert after(entry, -1).in_words(LAST) == (
        "1 day before entry into force (2018-09-12): 2018-09-11"
    )


@pytest.mark.parametrize(("days", "end"), [(36_500, date.max), (-36_500, date.min)])
def test_no_day_lies_outside_the_calendar(days: int, end: date) -> None:
    far = KnownEvent(("the end",), day(end), "end")
    assert after(far, days).day_from(far.days[0]) == end


def test_a_start_is_reckoned_as_of_a_day() -> None:
    begun = obligation(start_after=after(PERIOD, 1))
    duty = reckon_days(begun)
    assert duty.start == date(2020, 2, 23)
    whole = case(duty)

    def start_as_of(as_of: date) -> date:
        return with_starts_as_of(whole, as_of).obligations[0].start

    assert start_as_of(date(2019, 5, 2)) == date(2019, 5, 13)
    assert start_as_of(date(2019, 5, 3)) == date(2019, 11, 13)
    hidden = KnownEvent(("entry",), UNKNOWN_TIME, "entry")
    assert reckon_days(replace(begun, start_after=after(hidden, 0))).start == UNKNOWN_START


def test_a_duty_with_days_of_its_own_stays_as_it_is() -> None:
    assert reckon_days(obligation()) == obligation()
    plain = case(obligation())
    assert with_starts_as_of(plain, LAST) is plain

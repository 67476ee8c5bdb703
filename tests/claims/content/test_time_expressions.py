"""Time expressions against the day of publication, 15 November 2018 (a Thursday)."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.records import UNKNOWN_TIME, day, month
from tests.claims.conftest import Read
from tests.claims.texts import NAMES, PUBLISHED, attributed, days

CALENDAR = Calendar(day(PUBLISHED), NAMES.events)

EXPRESSIONS = [
    ("on 20 November 2018", "2018-11-20"),
    ("on Nov. 10", "2018-11-10"),
    ("on November 20", "2018-11-20"),  # nine times out of ten the one to come, this close
    ("on 3 March", "2018-03-03"),
    ("on 1 December", "2018-12-01"),
    ("on 2018-11-20", "2018-11-20"),
    ("in late October", "2018-10-21/2018-10-31"),
    ("in mid-June", "2018-06-11/2018-06-20"),
    ("in early May 2018", "2018-05-01/2018-05-10"),
    ("in August", "2018-08-01/2018-08-31"),
    ("in March 2016", "2016-03-01/2016-03-31"),
    ("on 26-27 October", "2018-10-26/2018-10-27"),
    ("between 23 and 25 May 2018", "2018-05-23/2018-05-25"),
    ("on Sunday", "2018-11-11"),
    ("on Thursday", "2018-11-15"),
    ("last Thursday", "2018-11-08"),
    ("yesterday", "2018-11-14"),
    ("last week", "2018-11-05/2018-11-11"),
    ("last month", "2018-10-01/2018-10-31"),
    ("earlier this month", "2018-11-01/2018-11-15"),
    ("next year", "2019-01-01/2019-12-31"),
    ("three days ago", "2018-11-12"),
    ("the northern summer", "2018-06-01/2018-08-31"),
    ("last winter", "2017-12-01/2018-02-28"),
    ("in the spring of 2017", "2017-03-01/2017-05-31"),
    ("since 21 April", "2018-04-21/2018-11-15"),
    ("since the summit", "2018-06-12/2018-11-15"),
    ("the day after the summit", "2018-06-13"),
    ("after the Lakeside summit", "2018-06-12/.."),
    ("by the end of November", "../2018-11-30"),
    ("by the end of the year", "../2018-12-31"),
    ("before 1 December", "../2018-11-30"),
    ("until 30 November", "../2018-11-30"),
    ("in 2017", "2017-01-01/2017-12-31"),
    ("over the past week", "2018-11-08/2018-11-15"),
    ("on 31.10.2018", "2018-10-31"),
    ("by 1.12.2018", "../2018-12-01"),
    ("on 12.02.2018", "2018-02-12"),
    ("on 25/10/2018", "2018-10-25"),
    ("on 10/25/2018", "2018-10-25"),
    ("on 2018/10/25", "2018-10-25"),
    ("from 28 February to 2 March 2018", "2018-02-28/2018-03-02"),
    ("from 30 October until 3 November", "2018-10-30/2018-11-03"),
    ("between September 28 and October 2", "2018-09-28/2018-10-02"),
    ("from 30 December to 2 January 2018", "2017-12-30/2018-01-02"),
    ("from 30 December 2016 to 2 January 2018", "2016-12-30/2018-01-02"),
    ("on Oct. 30 – Nov. 2, 2018", "2018-10-30/2018-11-02"),
    ("on the 2nd of this month", "2018-11-02"),
    ("on the 30th of last month", "2018-10-30"),
    ("on May Day", "2018-05-01"),
    ("on Christmas Day 2016", "2016-12-25"),
]

OPEN = [
    "on 05/03/2018", "on 3/9/18", "on 12.02.18", "on 29 February 2018", "on 31 June",
    "on 31.02.2018",
    "two days earlier", "on the 31st of this month",
]  # fmt: skip


@pytest.mark.parametrize("words", OPEN)
def test_a_date_that_may_be_two_or_none_is_one_whose_days_are_not_known(words: str) -> None:
    text = f"It happened {words}, they wrote."
    (mention,) = time_mentions(text, 0, len(text), CALENDAR)
    assert mention.when == UNKNOWN_TIME
    assert mention.text == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two days earlier", "2018-11-08"),
        ("A week before", "2018-11-03"),
        ("a month earlier", "2018-10-01/2018-10-31"),
        ("two days earlier, on 5 November,", "2018-11-05"),
    ],
)
def test_earlier_is_earlier_than_the_last_day_named(words: str, expected: str) -> None:
    text = f"It ended on 10 November. {words} it had begun."
    mention = time_mentions(text, 0, len(text), CALENDAR)[1]
    assert days(mention.when) == expected


def test_a_day_that_no_month_has_counts_nothing(read: Read) -> None:
    (claim,) = read("The mission said that the guns had been withdrawn on 29 February 2018.")
    assert claim.quantities == ()


@pytest.mark.parametrize(("words", "expected"), EXPRESSIONS)
def test_expressions(words: str, expected: str) -> None:
    text = f"It happened {words}, they wrote."
    (mention,) = time_mentions(text, 0, len(text), CALENDAR)
    assert days(mention.when) == expected
    assert text[mention.span.start : mention.span.end] == mention.text


@pytest.mark.parametrize(
    "text",
    [
        "It took place within four minutes.",
        "It may be over.",
        "They march on.",
        "It is on 31 February that nothing happens.",
        "The spring exercises were large.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert all(not mention.when.has_date for mention in time_mentions(text, 0, len(text), CALENDAR))


def test_that_day_is_the_last_day_named() -> None:
    text = "It began on 20 November 2018. It ended that afternoon."
    first, second = time_mentions(text, 0, len(text), CALENDAR)
    assert second.when == first.when


def test_without_a_day_of_publication_only_full_dates_have_days() -> None:
    text = "On Sunday, in March, last week, and on 3 May 2018."
    *vague, full = time_mentions(text, 0, len(text), Calendar(UNKNOWN_TIME))
    assert all(not mention.when.has_date for mention in vague)
    assert days(full.when) == "2018-05-03"


def test_a_page_of_a_whole_month_knows_no_weekdays() -> None:
    text = "It was on Sunday, in May."
    sunday, may = time_mentions(text, 0, len(text), Calendar(month(2018, 11)))
    assert not sunday.when.has_date
    assert days(may.when) == "2018-05-01/2018-05-31"


def test_when_it_was_said_is_apart_from_when_it_happened(read: Read) -> None:
    text = "Ten posts were blown up on 11 November, the ministry said on Tuesday."
    (claim,) = attributed(read(text))
    assert claim.said
    assert claim.event_time
    assert days(claim.said.when) == "2018-11-13"
    assert days(claim.event_time.when) == "2018-11-11"


def test_the_time_of_an_image_is_the_events(read: Read) -> None:
    text = "Reports from the northern summer found that North Veria had begun building missiles."
    (claim,) = attributed(read(text))
    assert claim.said is None
    assert claim.event_time
    assert days(claim.event_time.when) == "2018-06-01/2018-08-31"


def test_a_date_to_come_needs_a_reason() -> None:
    text = "The visit will follow on 12 March."
    (mention,) = time_mentions(text, 0, len(text), CALENDAR)
    assert mention.when == day(date(2019, 3, 12))


def test_what_was_done_by_a_day_without_a_year_lies_behind(read: Read) -> None:
    (done,) = read("At least 750 caches were cleared by mid-March, the mission said.")
    (to_come,) = read("The caches will be cleared by mid-March, the mission said.")
    assert done.event_time is not None
    assert to_come.event_time is not None
    assert str(done.event_time.when.end) == "2018-03-20"
    assert str(to_come.event_time.when.end) == "2019-03-20"

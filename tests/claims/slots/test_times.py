"""When a statement's event was and of which day it tells, on sentences written for each rule."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.claims.slots.reporting_period import reporting_period
from servanda.claims.slots.times import DocumentTimes, StatedTimes
from servanda.claims.statements.passages import passages
from servanda.records import DateRange, KnownEvent, Label, day, parse_range

OUT = day(date(2007, 8, 16))  # a Thursday
QUARTER = "Second quarterly report of the Ceasefire Board, 1 April to 30 June 2007"


def days(text: str) -> tuple[date | None, date | None]:
    """First and last day of a range as the corpus writes it."""
    read = parse_range(text)
    return read.start, read.end


def ends(when: DateRange | None) -> tuple[date | None, date | None] | None:
    return None if when is None else (when.start, when.end)


def stated(
    sentence: str,
    label: Label,
    title: str = "Border talks resume",
    before: str = "",
    events: tuple[KnownEvent, ...] = (),
) -> StatedTimes:
    """The times of the last sentence of a document that came out on 16 August 2007."""
    text = f"{before}\n\n{sentence}" if before else sentence
    cut = passages(text)
    return DocumentTimes(text, cut, title, OUT, events).times_of(len(cut) - 1, label)


# --- the period that a document is about ---------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "lines", "expected"),
    [
        (QUARTER, (), "2007-04-01/2007-06-30"),
        ("Monitoring note for the period 1 January to 31 March 2007", (), "2007-01-01/2007-03-31"),
        ("Report of the Secretariat (quarter ended 30 June 2007)", (), "2007-04-01/2007-06-30"),
        ("Half-year ended 30 June", (), "2007-01-01/2007-06-30"),
        ("Situation report 12, 6 to 12 August 2007", (), "2007-08-06/2007-08-12"),
        ("Access bulletin: May - July 2007", (), "2007-05-01/2007-07-31"),
        ("Annual report of the Guarantors 2006", (), "2006-01-01/2006-12-31"),
        ("Review of the first quarter of 2007", (), "2007-01-01/2007-03-31"),
        ("16 December 2006 to 14 June 2007: report of the observers", (), "2006-12-16/2007-06-14"),
        ("Status of the inventory (position at 31 July 2007)", (), "../2007-07-31"),
        ("Minutes of the ninth session, Orvane, 7 and 8 August 2007", (), "2007-08-07/2007-08-08"),
        (
            "Roads, wells and rifles",
            ("This report covers the period from 3 March to 2 June 2007.",),
            "2007-03-03/2007-06-02",
        ),
        ("Roads and wells", ("As of 15 May 2007", "Nine wells were dug."), "../2007-05-15"),
        (
            "Counting the wells",
            ("Information was collected up to 31 July from nine districts.",),
            "../2007-07-31",
        ),
    ],
)
def test_a_report_tells_its_period_in_its_title_or_first_lines(
    title: str, lines: tuple[str, ...], expected: str
) -> None:
    assert ends(reporting_period(title, lines, OUT)) == days(expected)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Rebels hand in rifles", ("The rebels gave up 40 rifles from 1 May to 3 May.",)),
        ("Plan for the period 1 September to 31 December 2007", ()),  # not yet over
        ("What the 1998 accord left open", ("It was signed on 4 March 1998.",)),
        ("Report on the winter of the war, 1 November 1991 to 3 March 1992", ()),  # long ago
    ],
)
def test_news_plans_and_old_dates_give_no_period(title: str, lines: tuple[str, ...]) -> None:
    assert reporting_period(title, lines, OUT) is None


def test_a_date_that_no_calendar_has_is_no_period() -> None:
    assert reporting_period("Position at 31 June 2007", (), OUT) is None


def test_without_a_day_of_publication_there_is_no_period() -> None:
    assert reporting_period(QUARTER, (), DateRange(None, None, OUT.precision)) is None


# --- whose state it is ---------------------------------------------------------------------------


def test_news_without_a_date_tells_of_the_day_it_came_out_and_of_no_event() -> None:
    told = stated("The militia handed its mortars to the mission.", Label.DONE)
    assert told == StatedTimes(None, OUT)


def test_a_report_tells_of_the_end_of_its_period() -> None:
    told = stated("Six depots are still guarded by the army.", Label.NOT_DONE, QUARTER)
    assert ends(told.as_of) == days("2007-04-01/2007-06-30")
    assert told.event is None


@pytest.mark.parametrize(
    ("sentence", "label", "expected"),
    [
        ("As of 9 July, 310 of the 400 men had gone home.", Label.PARTLY_DONE, "2007-07-09"),
        ("By 10 June the ministry had paid nobody.", Label.NOT_DONE, "2007-06-10"),
        ("By midnight on 30 July the list had 90 names.", Label.PARTLY_DONE, "2007-07-30"),
        ("Up to the evening of 3 August no shot was heard.", Label.RESPECTED, "2007-08-03"),
        ("As at 1 August the court had five judges.", Label.PARTLY_DONE, "2007-08-01"),
        ("On 1 July the garrison had not left the fort.", Label.NOT_DONE, "2007-07-01"),
        ("The date of 30 June was missed by both armies.", Label.NOT_DONE, "2007-06-30"),
    ],
)
def test_a_day_named_for_a_state_is_that_of_the_state_and_no_event(
    sentence: str, label: Label, expected: str
) -> None:
    told = stated(sentence, label)
    assert ends(told.as_of) == days(expected)
    assert told.event is None


def test_what_was_said_on_a_day_is_the_state_of_that_day() -> None:
    told = stated("The general said on Monday that two bridges were closed.", Label.NOT_DONE)
    assert told == StatedTimes(None, day(date(2007, 8, 13)))


def test_a_state_named_for_a_day_after_publication_is_that_of_publication() -> None:
    told = stated("As of 1 September 2007 the depot is closed.", Label.DONE)
    assert told.as_of == OUT


def test_a_row_of_a_table_tells_of_the_day_in_its_first_cell() -> None:
    told = stated("3 May 2007 | 12 | 400", Label.PARTLY_DONE, QUARTER)
    assert ends(told.as_of) == days("2007-05-03")


def test_an_interruption_is_a_state_of_its_own_days() -> None:
    told = stated("No convoy ran from 2 to 9 May 2007.", Label.NOT_DONE, QUARTER)
    assert ends(told.event) == ends(told.as_of) == days("2007-05-02/2007-05-09")


def test_an_act_after_the_end_of_the_period_is_of_its_own_day() -> None:
    told = stated("The last camp was closed on 4 July 2007.", Label.DONE, QUARTER)
    assert ends(told.event) == ends(told.as_of) == days("2007-07-04")


# --- when it happened ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mission burned 60 rifles on 3 July.", "2007-07-03"),
        ("The last bus crossed the river on Tuesday.", "2007-08-14"),
        ("Engineers blew up the watchtower yesterday.", "2007-08-15"),
        ("The prison was emptied in June.", "2007-06"),
        ("Deputies were sworn in on the twelfth of July.", "2007-07-12"),
        ("The gate was opened on the 9th, under a flag.", "2007-08-09"),
        ("The wells were dug in the last week of May.", "2007-05-25/2007-05-31"),
        ("The posts were levelled in the first half of July.", "2007-07-01/2007-07-15"),
        ("The battalion marched out from 3 to 9 July.", "2007-07-03/2007-07-09"),
        ("The men marched home from 31 December to 3 January.", "2006-12-31/2007-01-03"),
        ("Trains took them home between 28 June and 4 July.", "2007-06-28/2007-07-04"),
        ("The mines were lifted from January to March.", "2007-01/2007-03"),
        ("Some 89 men were freed this year so far.", "2007-01-01/2007-08-16"),
    ],
)
def test_the_date_of_the_act_is_when_it_happened(sentence: str, expected: str) -> None:
    told = stated(sentence, Label.PARTLY_DONE)
    assert ends(told.event) == days(expected)
    assert told.as_of == OUT


@pytest.mark.parametrize(
    "sentence",
    [
        "Under the accord of 4 March 2007 the army left the fort.",
        "The 12 May protocol was carried out without a shot.",
        "The cabinet, which was due by 16 July, is complete.",
        "The fort, to be emptied by 30 June, is empty.",
        "The fort stood empty before 3 July.",
        "Some men came three days earlier.",
        "The ships taken in 2007's raid are back.",
        "The total is higher than in May.",
    ],
)
def test_the_date_of_an_agreement_a_deadline_or_another_matter_is_no_event(sentence: str) -> None:
    assert stated(sentence, Label.DONE) == StatedTimes(None, OUT)


@pytest.mark.parametrize("label", [Label.INTENDED, Label.DEMANDED, Label.TERMS])
def test_what_is_planned_asked_or_restated_did_not_happen(label: Label) -> None:
    assert stated("The guns are to be handed in by 30 July.", label) == StatedTimes(None, OUT)


def test_an_unrelated_sentence_has_no_event() -> None:
    assert stated("A football match was played on 3 July.", Label.UNRELATED).event is None


def test_of_several_dates_the_one_in_the_clause_of_the_act_is_taken() -> None:
    told = stated(
        "The cabinet, due by 16 June, was sworn in on 9 July; a feast followed on 11 July.",
        Label.DONE,
    )
    assert ends(told.event) == days("2007-07-09")


def test_a_dateline_is_no_event() -> None:
    assert stated("ORVANE, Aug. 15 (AP) - The army left the fort.", Label.DONE).event is None


def test_a_date_that_no_calendar_has_is_passed_over() -> None:
    assert stated("The gate was opened on the thirty-first of June.", Label.DONE).event is None


def test_that_day_is_the_last_day_named_in_the_sentence_before() -> None:
    told = stated(
        "Seven men were shot that day.", Label.VIOLATED, before="The truce ended on 3 July."
    )
    assert ends(told.event) == days("2007-07-03")


def test_a_known_event_gives_its_day() -> None:
    summit = KnownEvent(("the Lake summit",), day(date(2007, 7, 20)))
    told = stated("Since the Lake summit no shot was heard.", Label.RESPECTED, events=(summit,))
    assert ends(told.event) == days("2007-07-20/2007-08-16")


def test_what_held_since_a_day_held_up_to_the_end_of_the_period() -> None:
    told = stated("Since 3 May 2007 no shell has fallen.", Label.RESPECTED, QUARTER)
    assert ends(told.event) == days("2007-05-03/2007-06-30")


def test_a_breach_told_by_a_report_without_a_date_was_in_its_period() -> None:
    told = stated("Eleven teams were refused passage.", Label.VIOLATED, QUARTER)
    assert ends(told.event) == days("2007-04-01/2007-06-30")
    sitting = "Minutes of the ninth session, 7 and 8 August 2007"
    assert stated("A team was refused passage.", Label.VIOLATED, sitting).event is None


def test_a_weekday_in_a_report_is_of_its_last_week_not_of_that_of_publication() -> None:
    weekly = "Situation report 11, 30 July to 5 August 2007"
    told = stated("The bridge was opened on Saturday.", Label.DONE, weekly)
    assert ends(told.event) == days("2007-08-04")


def test_an_entry_of_a_log_happened_on_its_day() -> None:
    told = stated("10:40 The second bus is across.", Label.PARTLY_DONE)
    assert told == StatedTimes(OUT, OUT)


def test_an_act_dated_after_publication_has_not_happened() -> None:
    assert stated("The depot was closed on 3 September 2007.", Label.DONE).event is None


def test_without_a_day_of_publication_nothing_is_dated() -> None:
    text = "The depot was closed on 3 July 2007."
    unknown = DateRange(None, None, OUT.precision)
    times = DocumentTimes(text, passages(text), None, unknown)
    assert times.times_of(0, Label.DONE) == StatedTimes(None, unknown)

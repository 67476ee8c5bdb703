"""Days by which provisions are due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from servanda.claims.drafting.due_days import Anchors, Period, anchors_of, due_day, signature_day
from servanda.records import UNKNOWN_TIME

SIGNED = date(1994, 1, 31)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("shall leave by 1 May 1994", date(1994, 5, 1)),
        ("shall leave not later than 30 June 1995", date(1995, 6, 30)),
        ("shall leave within thirty (30) days of signature", date(1994, 3, 2)),
        ("shall leave within sixty days of the signature of this Treaty", date(1994, 4, 1)),
        ("shall leave within two weeks", date(1994, 2, 14)),
        ("shall leave within one month of the entry into force", date(1994, 2, 28)),
        ("shall leave no later than 12 months after signature", date(1995, 1, 31)),
        ("Day 10", date(1994, 2, 10)),
        ("D+10", date(1994, 2, 10)),
        ("shall leave within ten days of the finding of the Court", None),
        ("shall leave within 20 kilometres", None),
        ("shall leave the post of 1 May 1990", None),
    ],
)
def test_a_provision_is_due_on_the_day_that_its_words_give(said: str, day: date | None) -> None:
    assert due_day(said, Anchors(SIGNED), UNKNOWN_TIME)[0] == day


def test_a_term_without_a_day_of_signature_is_left_open_with_a_remark() -> None:
    day, remark = due_day("shall leave within ten days of signature", Anchors(None), UNKNOWN_TIME)
    assert day is None
    assert "that of the signature" in remark


def test_the_day_of_signature_stands_at_the_end_or_in_the_dateline() -> None:
    text = "Treaty\n\nRecalling what was signed on 1 May 1990,\n\nDone at Lorm on 3 June 1994.\n"
    assert signature_day(text, UNKNOWN_TIME) == (date(1994, 6, 3), "Done at Lorm on 3 June 1994")
    dateline = signature_day("Communique\nLorm, 12 March 2003\n\nThey met.", UNKNOWN_TIME)
    assert dateline is not None
    assert dateline[0] == date(2003, 3, 12)


DEFINES = """"First Period" means the period of six (6) months which begins on D-Day;
"Second Period" means the period of two years beginning after the end of the First Period;
"D-Day" means the day on which the truce takes effect, being 1 March 1994;
This Accord shall enter into force on 1 April 1994."""
ANCHORS = anchors_of(DEFINES, SIGNED, UNKNOWN_TIME)


def test_what_a_text_counts_from_is_read_from_its_definitions() -> None:
    assert (
        Anchors(
            signed=SIGNED,
            in_force=date(1994, 4, 1),
            first_day=date(1994, 3, 1),
            periods=(
                Period("First Period", date(1994, 3, 1), date(1994, 8, 31)),
                Period("Second Period", date(1994, 9, 1), date(1996, 8, 31)),
            ),
        )
        == ANCHORS
    )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("shall leave by D+10", date(1994, 3, 11)),
        ("shall leave within ten days of D-Day", date(1994, 3, 11)),
        ("shall leave within ten days after the entry into force", date(1994, 4, 11)),
        ("shall leave by the end of the First Period", date(1994, 8, 31)),
        ("End of First Period", date(1994, 8, 31)),
        ("shall leave within two (2) months of the start of the Second Period", date(1994, 10, 31)),
        ("shall leave within the first year of the Second Period", date(1995, 8, 31)),
        ("shall leave by the end of the third month of the Second Period", date(1994, 11, 30)),
        ("shall sit not later than the tenth (10th) day of the Second Period", date(1994, 9, 10)),
        ("shall vote not later than two months before the end of the Second Period",
         date(1996, 6, 30)),
        ("one fifth in each year of the Second Period", None),
        ("shall open the gates every day from 1 May 1994", date(1994, 5, 1)),
        ("shall meet within thirty days whenever either side asks", None),
    ],
)  # fmt: skip
def test_days_are_reckoned_from_what_the_text_fixes(said: str, day: date | None) -> None:
    assert due_day(said, ANCHORS, UNKNOWN_TIME)[0] == day


@pytest.mark.parametrize(
    "text",
    [
        '"D-Day" means the day on which the truce takes effect, being 1 March 1994;',
        'The truce begins at noon on 1 March 1994 ("D-Day").',
        "D-Day (1 March 1994): formal truce.",
        '"D-Day" means the day on which the cease-fire takes effect under Article 1;\n\n'
        "The cease-fire shall take effect at 0600 hours on 1 March 1994.",
    ],
)
def test_the_day_called_d_day_is_found(text: str) -> None:
    assert anchors_of(text, SIGNED, UNKNOWN_TIME).first_day == date(1994, 3, 1)


@pytest.mark.parametrize(
    ("meaning", "day"),
    [
        ("the seventh day following the day of signature", date(1994, 2, 7)),
        ("ten days after signature", date(1994, 2, 10)),
        ("the day of the signing of this Accord", SIGNED),
        ("the day on which the last battalion has left the valley", None),
    ],
)
def test_d_day_is_what_the_text_says_it_is_and_never_guessed(
    meaning: str, day: date | None
) -> None:
    anchors = anchors_of(f'"D-Day" means {meaning};', SIGNED, UNKNOWN_TIME)
    due, remark = due_day("shall leave by D+10", anchors, UNKNOWN_TIME)
    assert due == (None if day is None else day + timedelta(days=10))
    assert "D-Day" in remark or due is not None


def test_an_item_of_an_annex_gives_its_day() -> None:
    text = "Articles\n1. Gates\n\nANNEX OF DATES\n\nItem 1. First rifles (Article 2): 1 May 1995.\n"
    anchors = anchors_of(text, SIGNED, UNKNOWN_TIME)
    said = "shall hand them over not later than the date set out in item 1 of the Annex"
    assert due_day(said, anchors, UNKNOWN_TIME)[0] == date(1995, 5, 1)
    assert due_day(said.replace("item 1", "item 9"), anchors, UNKNOWN_TIME)[0] is None


def test_the_same_date_is_that_of_the_provision_before() -> None:
    before = date(1994, 5, 1)
    assert due_day("shall close them by the same date", ANCHORS, UNKNOWN_TIME, before)[0] == before


def test_a_duty_to_refrain_has_no_deadline_on_the_day_it_begins() -> None:
    said = "shall cease fire at midnight on 1 May 1994"
    assert due_day(said, ANCHORS, UNKNOWN_TIME)[0] == date(1994, 5, 1)
    assert due_day(said, ANCHORS, UNKNOWN_TIME, begins=False)[0] is None


def test_force_that_waits_for_others_has_no_day() -> None:
    text = "This Treaty enters into force on the exchange of instruments of ratification."
    anchors = anchors_of(text, SIGNED, UNKNOWN_TIME)
    assert anchors.waits
    assert due_day("within ten days of the entry into force", anchors, UNKNOWN_TIME)[0] is None


@pytest.mark.parametrize(
    "said",
    [
        "the fourteenth day of August, one thousand nine hundred and ninety-two",
        "the 14th day of August 1992",
        "this fourteenth day of August in the year nineteen hundred and ninety-two",
    ],
)
def test_a_day_in_words_is_a_day(said: str) -> None:
    found = signature_day(f"Accord\n\nDONE at Lorm on {said}.\n", UNKNOWN_TIME)
    assert found is not None
    assert found[0] == date(1992, 8, 14)

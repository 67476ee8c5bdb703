"""Days by which provisions are due."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.claims.drafting.due_days import due_day, signature_day
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
    assert due_day(said, SIGNED, UNKNOWN_TIME)[0] == day


def test_a_term_without_a_day_of_signature_is_left_open_with_a_remark() -> None:
    day, remark = due_day("shall leave within ten days of signature", None, UNKNOWN_TIME)
    assert day is None
    assert "that of the signature" in remark


def test_the_day_of_signature_stands_at_the_end_or_in_the_dateline() -> None:
    text = "Treaty\n\nRecalling what was signed on 1 May 1990,\n\nDone at Lorm on 3 June 1994.\n"
    assert signature_day(text, UNKNOWN_TIME) == (date(1994, 6, 3), "Done at Lorm on 3 June 1994")
    dateline = signature_day("Communique\nLorm, 12 March 2003\n\nThey met.", UNKNOWN_TIME)
    assert dateline is not None
    assert dateline[0] == date(2003, 3, 12)

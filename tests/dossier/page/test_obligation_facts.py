"""What a page says of an obligation's days and of its force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.page.obligation_facts import facts
from servanda.records import (
    UNKNOWN_TIME,
    DaysAfter,
    Ending,
    Extension,
    Force,
    KnownEvent,
    Obligation,
    day,
    reckon_days,
)
from tests.builders import START, obligation
from tests.dossier.trails import TRAIL

MOVED = Extension(date(2018, 12, 1), date(2018, 11, 1), day(date(2018, 11, 1)), "put off")
EVENT = KnownEvent(("the handover",), day(date(2018, 11, 5)), "handover", day(START), (MOVED,))
FORCE = Force(
    None,
    date(2019, 6, 30),
    (),
    Ending(date(2018, 12, 24), ("dprk",), "a breach", day(date(2018, 12, 20)), None),
    (),
)


def told(duty: Obligation, as_of: date) -> dict[str, str]:
    asked = replace(TRAIL.assessment, as_of=as_of, on=as_of)
    return dict(facts(duty, Catalogue(replace(TRAIL, assessment=asked))))


def test_how_a_deadline_was_reckoned_is_told_as_it_was_known_on_the_day() -> None:
    rule = DaysAfter(10, "handover", "the handover", EVENT.days)
    duty = reckon_days(obligation(deadline=None, deadline_after=rule))
    before, after = (told(duty, as_of) for as_of in (date(2018, 10, 31), date(2018, 12, 31)))
    assert before["due"] == "15 November 2018"
    assert before["reckoned"] == "due 10 days after the handover (2018-11-05): 2018-11-15"
    assert after["due"] == "11 December 2018"
    assert after["reckoned"] == "due 10 days after the handover (2018-12-01): 2018-12-11"
    assert "reckoned" not in told(obligation(), date(2018, 12, 31))


def test_a_start_that_nobody_knows_yet_is_no_day() -> None:
    rule = DaysAfter(1, "review", "the review", KnownEvent(("the review",), UNKNOWN_TIME).days)
    row = told(reckon_days(obligation(start_after=rule)), date(2018, 12, 31))
    assert row["binds from"] == "a day not known yet"
    assert row["reckoned"] == "from 1 day after the review, whose day is not known yet"


def test_a_term_is_told_and_an_end_with_by_whom_and_why() -> None:
    duty = obligation(force=FORCE)
    assert told(duty, date(2018, 12, 19))["in force"] == "until 30 June 2019"
    name = Catalogue(TRAIL).actor("dprk")
    assert told(duty, date(2018, 12, 31))["in force"] == f"ended on 2018-12-24 by {name}: a breach"
    assert name != "dprk"
    assert "in force" not in told(obligation(), date(2018, 12, 31))

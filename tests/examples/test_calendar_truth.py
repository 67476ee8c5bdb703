"""Truth on a fixed calendar: every known stretch rests on words of a page that is no note."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from servanda.pipeline import truth_of
from servanda.records import TruthFile
from tests.examples.cases import EXAMPLES, NOW, found

CASES = sorted(path.stem for path in (EXAMPLES / "truth-calendar").glob("*.json"))


def truth(case_id: str) -> TruthFile:
    case, _ = found(case_id)
    return truth_of(EXAMPLES / "truth-calendar" / f"{case_id}.json", case)


def test_each_case_has_one() -> None:
    of_notes = sorted(path.stem for path in (EXAMPLES / "truth").glob("*.json"))
    assert of_notes == CASES


@pytest.mark.parametrize("case_id", CASES)
def test_every_duty_is_followed_without_gaps_to_the_end_of_the_record(case_id: str) -> None:
    case, notes = found(case_id)
    duties = {duty.id: duty for duty in case.obligations if duty.unscorable is None}
    followed = {one.obligation: one.states for one in truth(case_id).truths}
    assert {row for row in followed if not row.endswith(".preserve")} == duties.keys()
    public = (note.publication.public_on for note in notes)
    newest = max(day for day in public if day < NOW.date())  # one note has no day of its own
    for row, states in followed.items():
        assert all(first.end == second.start for first, second in pairwise(states)), row
        assert states[0].start >= duties[row.removesuffix(".preserve")].start, row
        end = states[-1].end
        assert end is not None, row
        assert end > newest, row
        assert end.day == 1, row


@pytest.mark.parametrize("case_id", CASES)
def test_what_is_known_rests_on_words_of_another_page_than_the_notes(case_id: str) -> None:
    _, notes = found(case_id)
    pages = {note.url for note in notes}
    for one in truth(case_id).truths:
        for state in one.states:
            assert (state.met is None) == (state.words is None), (one.obligation, state.start)
            assert state.source not in pages, state.source


def test_a_month_may_be_unknown() -> None:
    """Nothing was found on the days between two reports, so nothing is said of them."""
    (stage,) = (one for one in truth("bougainville-2001").truths if one.obligation == "stage2")
    between = stage.state_on(date(2003, 5, 31))
    assert between is not None
    assert between.met is None

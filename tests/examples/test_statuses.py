"""The eight further cases, read and judged by no code of their own, on days that tell."""

from __future__ import annotations

import pytest

from servanda.records import Status
from tests.examples.cases import Rows, found, judging

PENDING, UNDETERMINED, NOT_DUE = Status.PENDING, Status.UNDETERMINED, Status.NOT_DUE
MET, MET_LATE, NOT_MET = Status.MET, Status.MET_LATE, Status.NOT_MET
NO_EVIDENCE = Status.NO_EVIDENCE
EXPECTED = [
    ("colombia-2016", "arms", "2017-04-15", NO_EVIDENCE),
    ("colombia-2016", "arms", "2017-06-20", PENDING),  # the deadline has moved
    ("colombia-2016", "arms", "2017-09-05", MET),  # 7,132 stored, 8,112 handed over
    ("colombia-2016", "arms-total", "2017-04-15", NOT_DUE),
    ("colombia-2016", "arms-total", "2017-09-05", PENDING),  # extended
    ("colombia-2016", "arms-total", "2017-09-22", MET),  # 8,994 received
    ("colombia-2016", "caches", "2017-06-26", PENDING),
    ("colombia-2016", "caches", "2017-09-05", PENDING),  # extended
    ("colombia-2016", "caches", "2017-09-16", NOT_MET),  # 750 of 998
    ("colombia-2016", "caches", "2017-09-30", NOT_MET),  # 750 of 1,027: the total has moved
    ("aceh-2005", "weapons", "2005-10-17", PENDING),
    ("aceh-2005", "weapons", "2005-12-15", PENDING),
    ("aceh-2005", "weapons", "2006-01-05", MET),  # 840 accepted
    ("aceh-2005", "troops-soldiers", "2005-12-30", NOT_DUE),
    ("inf-1987", "all", "1988-12-02", NO_EVIDENCE),
    ("inf-1987", "all-us", "1991-06-02", MET),
    ("inf-1987", "all-ussr", "1991-06-02", MET),
    ("inf-1987", "shorter-range", "1988-12-02", NO_EVIDENCE),
    ("inf-1987", "interim-ussr", "1988-12-02", NOT_DUE),
    ("inf-1987", "interim-ussr", "1990-12-01", NO_EVIDENCE),
    ("jcpoa-2015", "leu", "2016-03-01", NO_EVIDENCE),  # no report yet
    ("jcpoa-2015", "leu", "2017-06-03", MET),  # 79.8 kg
    ("jcpoa-2015", "leu", "2019-07-02", NOT_MET),  # 205 kg verified
    ("jcpoa-2015", "leu", "2019-09-01", NOT_MET),  # 241.6 kg
    ("jcpoa-2015", "leu", "2020-09-04", NOT_MET),
    ("jcpoa-2015", "heavy-water", "2016-11-17", NOT_MET),  # above 130 tonnes
    ("jcpoa-2015", "purity", "2019-09-01", NOT_MET),
    ("syria-cw-2013", "equipment", "2013-10-15", NO_EVIDENCE),
    ("syria-cw-2013", "removal", "2014-03-15", PENDING),  # Syria's own later date
    ("syria-cw-2013", "removal", "2014-04-28", NOT_MET),  # nearly 8 percent still in Syria
    ("syria-cw-2013", "removal", "2014-06-24", MET_LATE),  # the last of them left
    ("syria-cw-2013", "removal-outer", "2014-08-31", MET),
    ("syria-cw-2013", "destruction", "2014-09-04", NOT_MET),  # 96 percent
    ("syria-cw-2013", "removal-outer", "2014-05-01", PENDING),
    ("syria-cw-2013", "destruction", "2014-06-24", PENDING),
    ("syria-cw-2013", "declaration", "2014-09-05", Status.UNSCORABLE),
    ("syria-cw-2013", "x-undeclared", "2014-09-05", Status.NOT_COVERED),
    ("minsk-2015", "artillery-groups", "2015-02-20", NO_EVIDENCE),
    ("minsk-2015", "artillery-groups", "2015-03-12", UNDETERMINED),  # their word alone
    ("minsk-2015", "artillery-ukraine", "2015-03-12", NO_EVIDENCE),  # not confirmed
    ("minsk-2015", "artillery-groups", "2017-02-16", PENDING),  # the new date
    ("minsk-2015", "artillery-ukraine", "2017-02-25", UNDETERMINED),
    ("minsk-2015", "storage", "2015-02-20", NOT_DUE),
    ("minsk-2015", "tanks-groups", "2015-09-28", NOT_DUE),
    ("minsk-2015", "tanks-groups", "2015-10-10", PENDING),
    ("bougainville-2001", "stage2", "2003-03-05", PENDING),
    ("bougainville-2001", "stage3", "2003-03-05", PENDING),
    ("bougainville-2001", "stage3", "2004-07-10", PENDING),
    ("bougainville-2001", "x-meekamui", "2004-07-10", Status.NOT_COVERED),
    ("ni-decommissioning-1998", "arms-ira", "2000-05-01", NO_EVIDENCE),
    ("ni-decommissioning-1998", "arms-ira", "2001-12-14", NOT_MET),  # a first act
    ("ni-decommissioning-1998", "arms-ira", "2009-02-11", MET),  # all its arms
    ("ni-decommissioning-1998", "arms-loyalists", "2003-10-25", PENDING),  # the day has moved
]
CASES = sorted({case_id for case_id, *_ in EXPECTED})


@pytest.mark.parametrize(("case_id", "obligation", "as_of", "status"), EXPECTED)
def test_the_status_on_a_key_day(
    case_id: str, obligation: str, as_of: str, status: Status, rows: Rows
) -> None:
    assert rows(case_id, as_of)[obligation].status is status


def test_a_quarter_of_the_weapons_is_not_all_of_them(rows: Rows) -> None:
    row = rows("aceh-2005", "2005-10-17", "2005-10-17")["weapons"]
    assert row.probability_met is not None
    assert row.probability_met <= 0.2


def test_the_total_of_both_sides_is_met_as_later_accounts_have_it(rows: Rows) -> None:
    row = rows("inf-1987", "2019-12-31", "1991-06-01")["all"]
    assert row.status is MET
    assert row.probability_met is not None
    assert row.probability_met >= 0.9


@pytest.mark.parametrize("case_id", CASES)
def test_an_earlier_day_is_judged_without_later_pages(case_id: str, rows: Rows) -> None:
    _, notes = found(case_id)
    middle = sorted(note.published.end for note in notes if note.published.end)[len(notes) // 2]
    day = middle.isoformat()
    for row in rows(case_id, day, day).values():
        assert all(one.published <= middle for one in row.contributions)


@pytest.mark.parametrize(
    ("case_id", "matter", "as_of", "general"),
    [
        ("syria-cw-2013", "x-undeclared", "2014-09-05", "declaration"),
        ("bougainville-2001", "x-meekamui", "2004-07-10", None),  # never signed
    ],
)
def test_what_nobody_promised_is_not_covered(
    case_id: str, matter: str, as_of: str, general: str | None, rows: Rows
) -> None:
    row = rows(case_id, as_of)[matter]
    assert row.status is Status.NOT_COVERED
    assert row.covered_in_general_by == general
    assert row.probability_met is None


@pytest.mark.parametrize("case_id", CASES)
def test_two_readings_of_a_case_give_the_same_judgements(case_id: str, rows: Rows) -> None:
    again = judging()(case_id, "2010-01-01")
    assert again == rows(case_id, "2010-01-01")

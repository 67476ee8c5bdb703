"""Observations of three sites in the sums: against every path, and what could not be seen."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from servanda.assessment import BetaSampler, assess
from servanda.assessment.filters.report_likelihoods import reports_from, truth_assignments
from servanda.assessment.inference.wrong_source_model import (
    with_plausible_days,
    with_wrong_source_likelihood,
)
from servanda.assessment.model.questions import Question, regime_shares
from servanda.evidence import weigh
from servanda.records import (
    BlindSpot,
    BlindSpotKind,
    CaseEvidence,
    Evidence,
    Judgement,
    Observation,
    Status,
    terms_in_force,
)
from tests.assessment.site_counts.test_route import FEW, by_every_path
from tests.builders import START, case, count_report, obligation
from tests.looks import cleared, hidden, sights, site, unchanged

POSTS = ("site-0", "site-1", "site-2")
DUTY = obligation(count=2, preserve=1, sites=POSTS)
WHOLE = case(DUTY, sites=tuple(site(one) for one in POSTS))
END = date(2018, 12, 31)
DAYS = [START + timedelta(days=gap) for gap in (4, 20, 33, 40)]
LOOKS = (
    unchanged(DAYS[0], "site-0"),
    cleared(DAYS[2], "site-0", 2.0),
    unchanged(DAYS[1], "site-1", -1.0),
    cleared(DAYS[3], "site-1", 0.8),
    unchanged(DAYS[3], "site-2", -1.2),
)


def known(*looks: Observation, more: tuple[Evidence, ...] = (), on: date = END) -> CaseEvidence:
    seen = sights(*looks)
    found = (*weigh(WHOLE, (), END, on, seen), *more)
    evidence = tuple(sorted(found, key=lambda one: (one.obligation, one.id)))
    by_id = {one.observation.id: one.observation for one in seen}
    return CaseEvidence(WHOLE, END, on, evidence, {}, {}, by_id)


def judged(*looks: Observation, more: tuple[Evidence, ...] = (), on: date = END) -> list[Judgement]:
    made = known(*looks, more=more, on=on)
    return list(assess(made, BetaSampler(16, 1), FEW).judgements)


def enumerated(of: CaseEvidence) -> np.ndarray:
    """(total,) by every path of every site, every plan, and whether each origin is right."""
    question = Question(DUTY, terms_in_force(DUTY, of.as_of, of.on), of.on, FEW)
    reports = with_wrong_source_likelihood(with_plausible_days(question, reports_from(of.evidence)))
    ways = truth_assignments(reports, every=True)
    means = {one.origin: np.array([one.reliability.mean]) for one in reports}
    keeps = FEW.keeps / (FEW.keeps + FEW.breaks)
    shares = np.array([keeps, 1.0 - keeps]) @ regime_shares(question)
    mass = by_every_path(question, reports, ways)
    full = np.broadcast_to(mass, (mass.shape[0], len(shares), mass.shape[2]))
    total = np.einsum("w,r,wrv->v", ways.chances(means)[0], shares, full)
    return total / total.sum()


@pytest.mark.parametrize("on", [END, DAYS[1]])
def test_the_number_equals_the_sum_over_every_path_of_every_site(on: date) -> None:
    total = enumerated(known(*LOOKS, on=on))
    duty, keeping = judged(*LOOKS, on=on)
    assert duty.probability_met == pytest.approx(total[2:].sum(), rel=1e-9)
    assert keeping.probability_met == pytest.approx(total[:3].sum(), rel=1e-9)
    assert duty.numerical_error == 0.0


def test_looks_and_a_report_on_the_whole_are_summed_together() -> None:
    two = count_report((0.02, 0.1, 0.96, 0.3), DAYS[3], id="surface/two")
    total = enumerated(known(*LOOKS, more=(two,)))
    duty = judged(*LOOKS, more=(two,))[0]
    assert duty.probability_met == pytest.approx(total[2:].sum(), rel=1e-9)


def number(*looks: Observation) -> float:
    """The probability of the duty; where nothing bears on it, the one assumed beforehand."""
    row = judged(*looks)[0]
    value = row.prior if row.status is Status.NO_EVIDENCE else row.probability_met
    assert value is not None
    return value


def test_posts_seen_gone_raise_the_number_and_posts_seen_standing_lower_it() -> None:
    nothing = number(hidden(DAYS[3], "site-0"))
    gone = number(*(cleared(DAYS[3], one) for one in POSTS[:2]))
    stand = number(*(unchanged(DAYS[3], one, -1.5) for one in POSTS))
    assert stand < nothing - 0.2 < nothing < gone - 0.2


def test_the_preserve_duty_falls_when_every_post_is_seen_gone() -> None:
    two, three = (
        judged(*(cleared(DAYS[3], one, 2.3) for one in POSTS[:count]))[1].probability_met
        for count in (2, 3)
    )
    assert two is not None
    assert three is not None
    assert three < two - 0.2


def test_what_was_not_observable_moves_nothing() -> None:
    clouds = [hidden(day, one) for day in DAYS for one in POSTS]
    looks = judged(*LOOKS, *clouds)[0]
    assert looks.probability_met == judged(*LOOKS)[0].probability_met
    assert looks.contributions == judged(*LOOKS)[0].contributions


def test_the_contributions_of_looks_share_what_their_sensor_moves() -> None:
    found = judged(*LOOKS)[0].contributions
    assert {one.origin for one in found} == {"sentinel-2"}
    assert {one.evidence for one in found} == {f"surface/{one.id}" for one in LOOKS}
    assert all(one.document is None for one in found)
    told = {one.evidence: one.decibans for one in found}
    assert told[f"surface/{LOOKS[1].id}"] > 0.0 > told[f"surface/{LOOKS[4].id}"]

    gone = [cleared(DAYS[3], one, 2.3) for one in POSTS[:2]]
    row = judged(*gone)[0]
    assert row.account is not None
    moved = row.account.decibans - row.account.prior_decibans
    assert sum(one.decibans for one in row.contributions) == pytest.approx(moved)


def spots(*looks: Observation) -> dict[BlindSpotKind, BlindSpot]:
    return {one.kind: one for one in judged(*looks)[0].blind_spots}


def test_sixty_looks_through_cloud_are_one_blind_spot() -> None:
    days = [START + timedelta(days=3 * n) for n in range(20)]
    clouds = [hidden(day, one, blind_spot=BlindSpotKind.CLOUD) for day in days for one in POSTS]
    snow = hidden(END, "site-0", blind_spot=BlindSpotKind.SEASON, why="snow over the site")
    found = spots(*clouds, snow)
    assert found[BlindSpotKind.CLOUD].why == (
        f"60 looks at 3 sites told nothing, the last on {days[-1]}: "
        "cloud over 80 % of the site; 3 of these not seen since"
    )
    assert found[BlindSpotKind.CLOUD].decibans > 9.0
    assert "snow over the site" in found[BlindSpotKind.SEASON].why
    assert "1 look at 1 site " in found[BlindSpotKind.SEASON].why


def test_a_site_that_was_seen_since_is_no_longer_hidden() -> None:
    cloud = hidden(DAYS[0], "site-0", blind_spot=BlindSpotKind.CLOUD)
    assert spots(cloud, unchanged(DAYS[1], "site-1"))[BlindSpotKind.CLOUD].decibans > 9.0
    since = spots(cloud, unchanged(DAYS[1], "site-0"))[BlindSpotKind.CLOUD]
    assert since.decibans == 0.0
    assert since.why.endswith("0 of these not seen since")


def test_an_observation_without_a_kind_of_obstacle_failed_a_gate() -> None:
    assert BlindSpotKind.GATE in spots(hidden(DAYS[0], "site-0"))


def test_many_looks_still_give_the_exact_number() -> None:
    days = [START + timedelta(days=gap) for gap in (5, 15, 25, 34, 45)]
    many = [
        unchanged(day, one, -0.9) if day < DAYS[2] else cleared(day, one, 1.1)
        for day in days
        for one in POSTS
    ]
    assert len(reports_from(known(*many).evidence)) > 12  # so that sums are taken as dear
    total = enumerated(known(*many))
    assert judged(*many)[0].probability_met == pytest.approx(total[2:].sum(), rel=1e-9)

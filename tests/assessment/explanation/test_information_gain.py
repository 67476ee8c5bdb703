"""What a look would tell, against counting every world it could be made in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from math import comb, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import information_gain, point_posteriors, rank_looks
from servanda.assessment.explanation.information_gain import entropy, expected_information
from servanda.assessment.explanation.sensor_table import PIXELS, SENSORS
from servanda.records import (
    CaseEvidence,
    CollectionKind,
    CollectionOption,
    Geometry,
    GeometryKind,
    InformationGain,
    LonLat,
    Obligation,
    ObligationKind,
    PossibleSource,
    Reliability,
    Site,
)
from tests.builders import case, obligation

ON = date(2018, 12, 31)
HERE = Geometry(GeometryKind.POINT, ((LonLat(127.0, 38.0),),))
IMAGES = {one.id for one in SENSORS if one.kind is CollectionKind.IMAGE}
SENSOR = {one.id: one for one in SENSORS}


def sites(count: int, **changes: object) -> tuple[Site, ...]:
    made = Site("s", ("S",), "north", None, None, HERE, None, False)
    return tuple(replace(made, id=f"s{n}", **changes) for n in range(count))


def duty(count: int, **changes: object) -> Obligation:
    names = tuple(one.id for one in sites(count))
    return obligation(**{"count": count, "preserve": 0, "sites": names, **changes})


def ahead(
    wanted: Obligation,
    places: Sequence[Site],
    *days: date,
    witnesses: Sequence[PossibleSource] = (),
) -> InformationGain:
    whole = case(wanted, sites=tuple(places))
    by_day = {
        day: point_posteriors(CaseEvidence(whole, ON, day, (), {}, {}))[wanted.id]
        for day in days or (ON,)
    }
    return information_gain(by_day, whole, witnesses)


def looks(found: InformationGain, by: str) -> list[CollectionOption]:
    return [one for one in found.looks if one.by == by]


def bits(chance: float) -> float:
    return sum(-p * log2(p) for p in (chance, 1.0 - chance) if p > 0.0)


def worlds(masses: Sequence[float]) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every way in which the single sites can be done, with its probability."""
    count = len(masses) - 1
    for world in product((0, 1), repeat=count):
        yield world, masses[sum(world)] / comb(count, sum(world))


@given(
    st.lists(st.floats(min_value=0.01, max_value=1.0), min_size=2, max_size=5),
    st.lists(st.floats(min_value=0.0, max_value=1.0), min_size=2, max_size=5),
)
def test_information_is_the_entropy_that_an_outcome_takes_away(
    masses: list[float], says: list[float]
) -> None:
    size = min(len(masses), len(says))
    distribution = np.array(masses[:size]) / sum(masses[:size])
    wanted = np.zeros(size)
    wanted[-1] = 1.0
    likelihoods = np.array([says[:size], [1.0 - one for one in says[:size]]])
    gained, chances, after = expected_information(distribution, wanted, likelihoods)
    expected = bits(float(distribution[-1]))
    for outcome in likelihoods:
        chance = float(outcome @ distribution)
        if chance > 0.0:
            expected -= chance * bits(float(outcome[-1] * distribution[-1]) / chance)
    np.testing.assert_allclose(gained, max(0.0, expected), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(chances.sum(), 1.0, rtol=1e-12)
    np.testing.assert_allclose(chances @ after, distribution[-1], rtol=1e-9, atol=1e-12)


@given(st.floats(min_value=0.0, max_value=1.0))
def test_a_look_that_says_the_same_of_all_values_tells_exactly_nothing(chance: float) -> None:
    flat = np.array([[chance] * 3, [1.0 - chance] * 3])
    gained, _, _ = expected_information(np.array([0.2, 0.5, 0.3]), np.array([0.0, 0.0, 1.0]), flat)
    assert gained < 1e-12


def test_entropy_is_one_bit_at_even_odds_and_none_at_certainty() -> None:
    np.testing.assert_allclose(entropy(np.array([0.0, 0.5, 1.0])), (0.0, 1.0, 0.0), atol=1e-12)


def test_a_visit_to_one_site_tells_what_summing_every_world_says() -> None:
    wanted, places = duty(3), sites(3)
    told = point_posteriors(CaseEvidence(case(wanted, sites=places), ON, ON, (), {}, {}))[wanted.id]
    (alone,) = [one for one in looks(ahead(wanted, places), "inspection") if one.sites]
    sensor = SENSOR["inspection"]
    seen, met = 0.0, 0.0
    for world, chance in worlds(list(told.distribution)):
        right = sensor.detects if world[0] else sensor.false_alarm
        says_done = sensor.right * right + (1.0 - sensor.right) / 2
        seen += chance * says_done
        met += chance * says_done * (sum(world) == 3)
    (done,) = [one for one in alone.outcomes if one.says == "done there"]
    assert done.chance == pytest.approx(seen, rel=1e-9)
    assert done.probability_met == pytest.approx(met / seen, rel=1e-9)
    assert alone.sites == ("s0", "s1", "s2")


def test_a_visit_to_all_sites_is_one_report_right_or_wrong_as_a_whole() -> None:
    (whole,) = [one for one in looks(ahead(duty(11), sites(11)), "inspection") if not one.sites]
    sure = max(one.probability_met for one in whole.outcomes)
    odds_of_a_wrong_one = (1.0 - sure) / sure
    assert odds_of_a_wrong_one > 1e-3  # eleven independent looks would leave less than 1e-12
    assert sum(one.chance for one in whole.outcomes) == pytest.approx(1.0)


def test_no_look_tells_more_than_there_is_to_know() -> None:
    found = ahead(duty(4), sites(4))
    now = bits(found.probability_met)
    assert all(0.0 <= one.bits <= now for one in found.looks)
    assert list(found.looks) == sorted(found.looks, key=lambda one: -one.bits)


@pytest.mark.parametrize("aspect", ["underground", "tunnels"])
def test_what_lies_below_ground_is_invisible_to_every_image(aspect: str) -> None:
    found = ahead(duty(2, aspect=aspect), sites(2))
    seen_from_above = [one for one in found.looks if one.by in IMAGES]
    assert seen_from_above
    assert {one.bits for one in seen_from_above} == {0.0}
    assert all("do not show from above" in one.why for one in seen_from_above)
    surface = looks(ahead(duty(2), sites(2)), "inspection")[0].bits
    assert 0.0 < looks(found, "inspection")[0].bits < surface


def test_what_is_smaller_than_a_few_pixels_is_not_seen() -> None:
    resolution = SENSOR["free-image"].resolution_m
    assert resolution is not None
    for size, seen in ((PIXELS * resolution - 0.1, False), (PIXELS * resolution, True)):
        (one, *_) = looks(ahead(duty(1, min_size_m=size), sites(1)), "free-image")
        assert (one.bits > 0.0) is seen


def test_a_size_that_nobody_gave_is_no_licence_to_see() -> None:
    (one,) = looks(ahead(duty(1, min_size_m=None), sites(1)), "commercial-image")
    assert (one.bits, "min_size_m" in one.why) == (0.0, True)


def test_a_place_that_nobody_published_cannot_be_pictured_but_can_be_visited() -> None:
    hidden = sites(2, geometry=None, no_geometry_reason="the list is secret")
    found = ahead(duty(2), hidden)
    images = [one for one in found.looks if one.by in IMAGES]
    assert {one.bits for one in images} == {0.0}
    assert "the list is secret" in looks(found, "commercial-image")[0].why
    assert looks(found, "inspection")[0].bits > 0.0


def test_clouds_take_their_share_of_what_an_image_would_tell() -> None:
    (image, *_) = looks(ahead(duty(1), sites(1)), "commercial-image")
    (nothing,) = [one for one in image.outcomes if one.says == "nothing seen"]
    assert nothing.chance == pytest.approx(1.0 - SENSOR["commercial-image"].usable)
    assert nothing.probability_met == pytest.approx(ahead(duty(1), sites(1)).probability_met)


def witness(**changes: object) -> PossibleSource:
    made = PossibleSource("south", "South", "the other side", Reliability(8.5, 1.5, ""), 0.3, False)
    return replace(made, **changes)


def test_a_better_witness_tells_more_and_one_that_has_spoken_nothing() -> None:
    told = [
        looks(ahead(duty(1), sites(1), witnesses=[one]), "south")[0].bits
        for one in (
            witness(),
            witness(reliability=Reliability(5.0, 5.0, "")),
            witness(reliability=Reliability(1e-12, 1.0, "")),
            witness(spoken=True),
        )
    ]
    assert told[0] > told[1] > told[2] >= told[3] == 0.0
    assert told[2] < 1e-9


def test_an_act_leaves_nothing_to_look_at_and_only_words_can_tell() -> None:
    act = duty(1, kind=ObligationKind.ACT, verb="verify")
    found = ahead(act, sites(1), witnesses=[witness()])
    assert {one.kind for one in found.looks if one.bits > 0.0} == {CollectionKind.STATEMENT}


def test_nothing_available_is_said_with_the_furthest_that_one_could_get() -> None:
    secret = sites(1, geometry=None, no_geometry_reason="secret")
    found = ahead(duty(1, aspect="underground", verification=None), secret)
    assert not found.settles
    assert found.why.startswith("nothing available would settle this")
    assert found.reach.low == found.reach.high == found.probability_met
    (visit,) = [one for one in looks(found, "inspection") if not one.sites]
    assert (visit.available, visit.bits > 0.0) == (False, True)
    weak = witness(reliability=Reliability(1.0, 1.0, ""), favourable_if_wrong=0.5)
    heard = ahead(duty(1, aspect="underground", verification=None), secret, witnesses=[weak])
    assert heard.reach.low < heard.probability_met < heard.reach.high < 0.8
    assert not heard.settles
    assert ahead(duty(1), sites(1)).settles


def test_before_the_deadline_the_day_after_it_tells_more_than_today() -> None:
    early = date(2018, 11, 2)
    found = ahead(duty(3), sites(3), early, date(2018, 12, 1))
    best = {
        day: max(one.bits for one in found.looks if one.day == day)
        for day in (early, date(2018, 12, 1))
    }
    assert best[date(2018, 12, 1)] > 3.0 * best[early]


SECRET = {"geometry": None, "no_geometry_reason": "secret"}


def paper(**changes: object) -> PossibleSource:
    """A good source without any part in the duty."""
    own = {"actor": "paper", "name": "Paper", "has_part": False, "favourable_if_wrong": 0.5}
    return witness(**{**own, "reliability": Reliability(24.5, 4.5, ""), **changes})


def test_where_an_existing_source_could_simply_say_so_nothing_is_called_unsettled() -> None:
    hidden = duty(1, aspect=None, verification=None, min_size_m=None)
    nobody = ahead(hidden, sites(1, **SECRET))
    assert not nobody.settles
    found = ahead(hidden, sites(1, **SECRET), witnesses=[paper()])
    assert found.settles
    assert "nothing available" not in found.why
    assert looks(found, "paper")[0].bits > 0.0


def test_who_has_no_part_is_asked_only_where_nothing_else_settles_and_after_the_others() -> None:
    able = witness(reliability=Reliability(24.5, 4.5, ""), favourable_if_wrong=0.5)
    hidden = duty(1, aspect=None, verification=None, min_size_m=None)
    told = ahead(hidden, sites(1, **SECRET), witnesses=[able, paper()])
    assert told.settles
    assert not looks(told, "paper")
    weak = witness(reliability=Reliability(1.0, 1.0, ""), favourable_if_wrong=0.5)
    both = ahead(hidden, sites(1, **SECRET), witnesses=[paper(), weak])
    (from_paper,) = looks(both, "paper")
    (from_weak,) = looks(both, "south")
    assert from_paper.bits > from_weak.bits > 0.0
    telling = [look.by for look in rank_looks((both,)) if look.available]
    assert telling == ["south", "paper"]


def test_where_words_could_move_it_but_not_far_enough_that_is_what_is_said() -> None:
    weak = witness(reliability=Reliability(1.0, 1.0, ""), favourable_if_wrong=0.5)
    hidden = duty(1, aspect=None, verification=None, min_size_m=None)
    found = ahead(hidden, sites(1, **SECRET), witnesses=[weak])
    assert not found.settles
    assert found.why.startswith("no single look would settle this")

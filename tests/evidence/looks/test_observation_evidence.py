"""What observations become as evidence, and which of them may not move the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence import attach_scenes, weigh
from servanda.records import (
    Bearing,
    BlindSpotKind,
    Direction,
    Evidence,
    Finding,
    Obligation,
    ObligationKind,
    Observation,
    ObservationWithScenes,
    Precision,
    Variable,
    day,
)
from tests.builders import NOW, START, case, obligation
from tests.looks import BEFORE, cleared, hidden, scene, sights, site, taken, unchanged

POSTS = ("post-1", "post-2", "post-3")
DUTY = obligation(count=3, preserve=0, sites=POSTS)
SEEN = date(2018, 11, 20)
END = date(2018, 12, 31)


def weighed(
    *looks: Observation, duty: Obligation = DUTY, as_of: date = END, parents: bool = False
) -> tuple[Evidence, ...]:
    return weighed_sights(sights(*looks), duty, as_of, parents)


def weighed_sights(
    seen: tuple[ObservationWithScenes, ...],
    duty: Obligation = DUTY,
    as_of: date = END,
    parents: bool = False,
) -> tuple[Evidence, ...]:
    places = [site(one) for one in POSTS]
    if parents:
        places += [site("bunker", parent="post-1"), site("sector")]
        places[1] = site("post-2", parent="sector")
    return weigh(case(duty, sites=tuple(places)), (), as_of, as_of, seen)


def ratio(item: Evidence) -> float:
    """How much likelier it is if the site is done than if it is not."""
    return item.if_right[1] / item.if_right[0]


@given(st.floats(min_value=-5.0, max_value=5.0).filter(lambda one: one != 0.0))
def test_what_was_cleared_as_asked_counts_by_its_own_likelihood_ratio(log10: float) -> None:
    (item,) = weighed(cleared(SEEN, log10=log10))
    assert item.bearing is Bearing.BEARS
    assert item.states.variable is Variable.SITE_DONE
    assert ratio(item) == pytest.approx(10.0**log10, rel=1e-9)
    assert len(set(item.if_wrong)) == 1
    assert (item.site, item.observation, item.claim) == ("post-1", f"post-1@{SEEN}", None)


def test_what_stands_as_before_speaks_against_done_by_the_same_number() -> None:
    (item,) = weighed(unchanged(SEEN, log10=-0.7))
    assert ratio(item) == pytest.approx(10.0**-0.7, rel=1e-9)


def test_an_earlier_image_from_after_the_duty_began_may_show_it_done_already() -> None:
    """Of the 40 days up to the look 10 had passed: a quarter of what is done was done by then."""
    late, seen = START + timedelta(days=10), START + timedelta(days=40)
    found = weighed(unchanged(seen, log10=-3.0, before=f"sentinel-2-{late}"), unchanged(late))
    item = next(one for one in found if one.observation == f"post-1@{seen}")
    assert ratio(item) == pytest.approx(0.25 + 0.75 * 10.0**-3.0, rel=1e-9)


def test_what_was_built_counts_for_a_duty_to_build_and_says_nothing_of_one_to_remove() -> None:
    look = cleared(SEEN, direction=Direction.BUILT)
    (contrary,) = weighed(look)
    assert contrary.bearing is Bearing.NO_STATEMENT
    assert contrary.if_right == contrary.if_wrong
    assert ratio(contrary) == 1.0
    (asked,) = weighed(look, duty=replace(DUTY, verb="construct"))
    assert ratio(asked) == pytest.approx(10.0**1.5, rel=1e-9)
    (other,) = weighed(cleared(SEEN), duty=replace(DUTY, verb="construct"))
    assert other.bearing is Bearing.NO_STATEMENT


@given(st.floats(min_value=0.01, max_value=6.0))
def test_a_change_without_direction_supports_done_but_never_above_five_to_one(log10: float) -> None:
    (item,) = weighed(cleared(SEEN, log10=log10, direction=Direction.UNDETERMINED))
    assert 1.0 < ratio(item) < min(5.0, 10.0**log10)


def test_where_nothing_could_be_seen_the_ratio_is_exactly_one() -> None:
    (item,) = weighed(hidden(SEEN, blind_spot=BlindSpotKind.CLOUD))
    assert item.bearing is Bearing.NOT_OBSERVABLE
    assert item.if_right[0] == item.if_right[1]
    assert item.if_right == item.if_wrong
    assert item.says == "post-1: not observable (cloud)"


@pytest.mark.parametrize(
    ("duty", "reason"),
    [
        (replace(DUTY, aspect="underground"), "underground cannot be seen from above"),
        (replace(DUTY, aspect="firing slits"), "firing slits cannot be seen from above"),
        (replace(DUTY, aspect="personnel"), "personnel cannot be seen from above"),
        (replace(DUTY, verb="respect"), "to respect is not known"),
        (replace(DUTY, min_size_m=None), "gives no size"),
        (replace(DUTY, min_size_m=3.0), "3 m across, less than one pixel of 10 m"),
        (replace(DUTY, count=2), "names 3 sites and asks for 2"),
    ],
)
def test_what_no_look_from_above_can_tell_is_one_flat_item_a_site(
    duty: Obligation, reason: str
) -> None:
    looks = [cleared(SEEN + timedelta(days=5 * n)) for n in range(4)]
    (item,) = weighed(*looks, duty=duty)
    assert item.bearing is Bearing.CANNOT_KNOW
    assert ratio(item) == 1.0
    assert item.says == "post-1: 4 looks from above"
    assert reason in item.why


def test_a_duty_of_another_kind_or_about_other_sites_is_not_spoken_of() -> None:
    assert weighed(cleared(SEEN), duty=replace(DUTY, kind=ObligationKind.ACT)) == ()
    assert weighed(cleared(SEEN, "elsewhere")) == ()


def test_an_image_from_before_the_duty_says_nothing_of_it() -> None:
    (item,) = weighed(unchanged(START - timedelta(days=1)))
    assert item.bearing is Bearing.BEFORE_DUTY
    assert ratio(item) == 1.0
    (first,) = weighed(unchanged(START))
    assert first.bearing is Bearing.BEARS


def test_a_look_counts_from_the_day_it_became_public() -> None:
    later = SEEN + timedelta(days=9)
    look = cleared(SEEN, published=taken(later))
    assert weighed(look, as_of=later - timedelta(days=1)) == ()
    assert len(weighed(look, as_of=later)) == 1
    assert weighed(cleared(SEEN), as_of=SEEN - timedelta(days=1)) == ()
    assert len(weighed(cleared(SEEN), as_of=SEEN)) == 1


def test_the_four_times_are_kept_apart() -> None:
    public = SEEN + timedelta(days=2)
    (item,) = weighed(cleared(SEEN, published=taken(public)))
    assert (item.times.happened.start, item.times.happened.end) == (BEFORE, SEEN)
    assert item.times.happened.precision is Precision.RANGE
    assert item.times.seen == day(SEEN)
    assert item.times.published == day(public)
    assert item.times.recorded == NOW


def test_a_part_that_is_gone_says_little_and_a_part_that_stands_nearly_all() -> None:
    (gone,) = weighed(cleared(SEEN, "bunker", log10=4.0), parents=True)
    assert gone.site == "post-1"
    assert ratio(gone) == pytest.approx(2.0, rel=1e-3)
    (stands,) = weighed(unchanged(SEEN, "bunker", log10=-2.0), parents=True)
    assert ratio(stands) == pytest.approx(0.02, rel=0.01)


def test_a_larger_place_does_not_tell_which_of_its_sites_changed() -> None:
    (item,) = weighed(cleared(SEEN, "sector"), parents=True)
    assert item.bearing is Bearing.CANNOT_KNOW


def test_the_first_of_looks_alike_that_find_it_gone_counts_in_full() -> None:
    items = weighed(*[cleared(SEEN + timedelta(days=5 * n)) for n in range(8)])
    told = [ratio(one) for one in items if one.bearing is Bearing.BEARS]
    assert told[0] == pytest.approx(10.0**1.5)
    assert told[1] == pytest.approx(10.0**0.5)  # a third of the logarithm
    assert [one.bearing for one in items].count(Bearing.REPEATS) == 8 - len(told) > 0
    assert all(ratio(one) == 1.0 for one in items if one.bearing is Bearing.REPEATS)


def test_the_latest_of_looks_alike_that_find_it_standing_counts_in_full() -> None:
    items = weighed(*[unchanged(SEEN + timedelta(days=5 * n)) for n in range(3)])
    assert ratio(items[-1]) == pytest.approx(10.0**-0.7)
    assert ratio(items[-2]) == pytest.approx(10.0 ** (-0.7 / 3))


def test_another_site_or_sensor_is_another_series() -> None:
    two_sites = weighed(cleared(SEEN), cleared(SEEN, "post-2"))
    assert [ratio(one) for one in two_sites] == [pytest.approx(10.0**1.5)] * 2
    radar = cleared(SEEN, id="radar", after="radar-scene")
    seen = (
        *sights(cleared(SEEN)),
        ObservationWithScenes(radar, None, scene(SEEN, sensor="sentinel-1"), NOW),
    )
    items = weighed_sights(seen)
    assert {one.origin for one in items} == {"sentinel-1", "sentinel-2"}
    assert [ratio(one) for one in items] == [pytest.approx(10.0**1.5)] * 2


def test_a_look_through_cloud_does_not_begin_a_new_run() -> None:
    days = [SEEN + timedelta(days=5 * n) for n in range(3)]
    items = weighed(cleared(days[0]), hidden(days[1]), cleared(days[2]))
    assert ratio(items[2]) == pytest.approx(10.0**0.5)


def test_a_simulated_observation_says_so() -> None:
    (item,) = weighed(cleared(SEEN, simulated=True))
    assert item.why.endswith("SIMULATED")
    assert "SIMULATED" not in weighed(cleared(SEEN))[0].why


def test_the_order_in_which_looks_are_given_does_not_matter() -> None:
    looks = [unchanged(SEEN), cleared(SEEN + timedelta(days=5)), hidden(SEEN, "post-2")]
    assert weighed(*looks) == weighed(*reversed(looks))


def test_a_likelihood_ratio_of_one_states_nothing() -> None:
    (item,) = weighed(cleared(SEEN, log10=0.0, finding=Finding.CHANGED))
    assert item.bearing is Bearing.NO_STATEMENT


def test_observations_come_in_order_of_time_and_simulated_ones_only_if_asked_for() -> None:
    drawn = replace(cleared(SEEN, "post-2"), simulated=True)
    late, early = cleared(SEEN + timedelta(5)), cleared(SEEN)
    recorded = {look.id: NOW for look in (drawn, late, early)}
    scenes = [scene(BEFORE), scene(SEEN)]
    kept = attach_scenes([late, drawn, early], scenes, recorded, simulated=False)
    assert [look.observation for look in kept] == [early, late]
    assert (kept[0].after, kept[1].after) == (scenes[1], None)
    assert len(attach_scenes([late, drawn, early], scenes, recorded)) == 3

"""How much each look or statement would tell about a duty: expected information gain.

Lindley (1956), Annals of Mathematical Statistics 27(4), 986-1005: the entropy of what is believed
now less the mean entropy of what would be believed after each outcome. All sums are finite and
exact, given the present distribution over the duty's values; sites that nothing tells apart are
taken as exchangeable: of n sites with k done, each is done with chance k / n.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from servanda.assessment.explanation.look_order import (
    can_settle,
    most_telling_first,
    reach_in_words,
    reach_of,
)
from servanda.assessment.explanation.sensor_table import BELOW_GROUND, SENSORS, Sensor, why_blind
from servanda.assessment.inference.point_posteriors import PointPosterior
from servanda.assessment.model.arrays import Array
from servanda.assessment.site_counts.count_chain import binomial_pmf
from servanda.records import (
    Case,
    CollectionKind,
    CollectionOption,
    CollectionOutcome,
    InformationGain,
    Obligation,
    ObligationKind,
    PossibleSource,
    Site,
    Status,
)

__all__ = [
    "day_after_deadline",
    "entropy",
    "expected_information",
    "information_gain",
]

# How often a source that is right misspeaks. [judgement; not from outside]
_SLIP = 0.02
# Chance that a source on what is below ground was able to look. [judgement; not from outside]
_COULD_LOOK = 0.5
_NOTHING_SEEN = "nothing seen"


@dataclass(frozen=True, slots=True)
class OutcomeLikelihood:
    """One outcome with its likelihood under each value of the duty."""

    says: str
    likelihood: Array  # (value,)


def information_gain(
    by_day: Mapping[date, PointPosterior], case: Case, witnesses: Sequence[PossibleSource]
) -> InformationGain:
    """Every look that could be taken at one row and every source to ask, most telling first.

    Sources that have no part in the duty are asked only where nothing else would settle it.
    by_day: what is believed about each day on which a look is possible, the day asked about first
    """
    now = next(iter(by_day.values()))
    looks: list[CollectionOption] = []
    for day, forecast in by_day.items():
        looks += _sensor_options(day, forecast, case)
        looks += _statement_options(day, forecast, _with_part(witnesses, True))
    if not can_settle(reach_of(now.probability, looks)):
        for day, forecast in by_day.items():
            looks += _statement_options(day, forecast, _with_part(witnesses, False))
    reach = reach_of(now.probability, looks)
    return InformationGain(
        obligation=now.row.id,
        probability_met=now.probability,
        reach=reach,
        settles=can_settle(reach),
        why=reach_in_words(now.probability, reach),
        looks=tuple(most_telling_first(looks)),
    )


def _with_part(witnesses: Iterable[PossibleSource], has_part: bool) -> list[PossibleSource]:
    return [source for source in witnesses if source.has_part is has_part]


def day_after_deadline(forecast: PointPosterior, status: Status) -> date | None:
    """The day after a deadline that lies ahead; None where the duty does not wait for one.

    Looking earlier cannot tell whether the deadline will have been kept.
    """
    deadline = forecast.row.due
    if status is not Status.PENDING or deadline is None:
        return None
    return deadline + timedelta(days=1)


def expected_information(
    distribution: Array, wanted: Array, likelihoods: Array
) -> tuple[float, Array, Array]:
    """(bits about met, chance of each outcome, probability of met after each).

    distribution, wanted: (value,); likelihoods: (outcome, value), each column sums to 1
    """
    joint = likelihoods * distribution
    chances = joint.sum(axis=1)
    safe = np.where(chances > 0.0, chances, 1.0)
    after = np.clip(joint @ wanted / safe, 0.0, 1.0)
    before = np.clip(distribution @ wanted, 0.0, 1.0)
    gained = float(entropy(before) - chances @ entropy(after))
    return max(0.0, gained), chances, after


def entropy(chance: Array | float) -> Array:
    """Entropy, in bits, of a yes-or-no question whose answer is yes with this chance."""
    p = np.clip(np.asarray(chance, dtype=np.float64), 1e-300, 1.0)
    q = np.clip(1.0 - np.asarray(chance, dtype=np.float64), 1e-300, 1.0)
    return np.asarray(-p * np.log2(p) - q * np.log2(q))


def _sensor_options(day: date, forecast: PointPosterior, case: Case) -> Iterator[CollectionOption]:
    duty = forecast.model.question.obligation
    for sensor in SENSORS:
        blind = why_blind(sensor, duty) or _why_no_image(sensor, duty, case)
        if blind is not None:
            yield CollectionOption(
                forecast.row.id, day, (), sensor.kind, sensor.id, sensor.name, True, 0.0, (), blind
            )
            continue
        yield _sensor_option(forecast, day, (), sensor)
        one_by_one = _single_sites(sensor, forecast, case)
        if one_by_one:
            yield _sensor_option(forecast, day, one_by_one, sensor)


def _why_no_image(sensor: Sensor, duty: Obligation, case: Case) -> str | None:
    """Why an image of all the sites cannot be taken; None if it can, or if none is needed."""
    hidden = [site for site in _sites(duty, case) if site.geometry is None]
    if sensor.kind is not CollectionKind.IMAGE or not hidden:
        return None
    where = "" if len(hidden) == 1 else f" of {len(hidden)} of {len(duty.sites)} sites"
    return f"the place{where} is not known: {hidden[0].no_geometry_reason or 'not published'}"


def _single_sites(sensor: Sensor, forecast: PointPosterior, case: Case) -> tuple[str, ...]:
    """The sites that could be looked at alone; none unless the case names every counted site."""
    question = forecast.model.question
    sites = _sites(question.obligation, case)
    each = len(sites) == question.terms.sites > 1
    if not each or question.obligation.kind is not ObligationKind.STATE:
        return ()
    return tuple(site.id for site in sites)


def _sites(duty: Obligation, case: Case) -> list[Site]:
    by_id: Mapping[str, Site] = {site.id: site for site in case.sites}
    return [by_id[site] for site in duty.sites if site in by_id]


def _sensor_option(
    forecast: PointPosterior, day: date, sites: tuple[str, ...], sensor: Sensor
) -> CollectionOption:
    duty = forecast.model.question.obligation
    below = duty.aspect in BELOW_GROUND
    count = len(forecast.row.wanted) - 1
    if duty.kind is ObligationKind.LEVEL:
        results = _met_outcomes(forecast.row.wanted, sensor.detects, sensor.false_alarm)
    elif sites:
        results = _one_site_outcomes(count, sensor)
    else:
        results = _all_sites_outcomes(count, sensor)
    agreed = sensor.kind is not CollectionKind.INSPECTION or duty.verification is not None
    return _build_option(
        forecast, day, sites, sensor.kind, sensor.id, sensor.name,
        _apply_usability(_apply_reliability(results, sensor.right), _usability(sensor, below)),
        sensor.why if agreed else f"{sensor.why}; a visit would have to be agreed first",
        agreed,
    )  # fmt: skip


def _usability(sensor: Sensor, below: bool) -> float:
    return sensor.usable_below if below else sensor.usable


def _statement_options(
    day: date, forecast: PointPosterior, witnesses: Sequence[PossibleSource]
) -> Iterator[CollectionOption]:
    aspect = forecast.model.question.obligation.aspect
    for source in witnesses:
        kind, name = CollectionKind.STATEMENT, f"statement by {source.name}"
        if source.spoken:
            why = f"{source.role}; has spoken of it before, and saying it again adds nothing"
            yield CollectionOption(
                forecast.row.id, day, (), kind, source.actor, name, True, 0.0, (), why,
                source.has_part,
            )  # fmt: skip
            continue
        knows = _COULD_LOOK if aspect in BELOW_GROUND else 1.0
        right = source.reliability.mean * knows
        wrong = (1.0 - right) * source.favourable_if_wrong
        results = _met_outcomes(
            forecast.row.wanted, right * (1.0 - _SLIP) + wrong, right * _SLIP + wrong
        )
        why = f"{source.role}; right in about {right:.0%} of such statements"
        option = _build_option(forecast, day, (), kind, source.actor, name, results, why, True)
        yield replace(option, has_part=source.has_part)


def _build_option(
    forecast: PointPosterior,
    day: date,
    sites: tuple[str, ...],
    kind: CollectionKind,
    by: str,
    name: str,
    results: Sequence[OutcomeLikelihood],
    why: str,
    available: bool,
) -> CollectionOption:
    likelihoods = np.stack([result.likelihood for result in results])
    bits, chances, after = expected_information(
        forecast.distribution, forecast.row.wanted, likelihoods
    )
    outcomes = tuple(
        CollectionOutcome(result.says, float(chance), float(then))
        for result, chance, then in zip(results, chances, after, strict=True)
    )
    return CollectionOption(
        forecast.row.id, day, sites, kind, by, name, available, bits, outcomes, why
    )


def _met_outcomes(wanted: Array, if_met: float, if_not: float) -> list[OutcomeLikelihood]:
    says = wanted * if_met + (1.0 - wanted) * if_not
    return [OutcomeLikelihood("met", says), OutcomeLikelihood("not met", 1.0 - says)]


def _one_site_outcomes(sites: int, sensor: Sensor) -> list[OutcomeLikelihood]:
    share = np.arange(sites + 1) / sites
    done = sensor.detects * share + sensor.false_alarm * (1.0 - share)
    return [OutcomeLikelihood("done there", done), OutcomeLikelihood("not done there", 1.0 - done)]


def _all_sites_outcomes(sites: int, sensor: Sensor) -> list[OutcomeLikelihood]:
    """One outcome for each number of sites seen done."""
    columns = [
        np.convolve(binomial_pmf(k, sensor.detects), binomial_pmf(sites - k, sensor.false_alarm))
        for k in range(sites + 1)
    ]
    seen = np.stack(columns, axis=1)
    return [OutcomeLikelihood(f"{m} of {sites} seen done", seen[m]) for m in range(sites + 1)]


def _apply_reliability(
    results: Sequence[OutcomeLikelihood], right: float
) -> list[OutcomeLikelihood]:
    """The outcomes of a look that is right with this chance, else shows each equally often."""
    anything = (1.0 - right) / len(results)
    return [
        OutcomeLikelihood(result.says, right * result.likelihood + anything) for result in results
    ]


def _apply_usability(
    results: Sequence[OutcomeLikelihood], usable: float
) -> list[OutcomeLikelihood]:
    if usable == 1.0:
        return list(results)
    nothing = np.full_like(results[0].likelihood, 1.0 - usable)
    return [
        *(OutcomeLikelihood(result.says, usable * result.likelihood) for result in results),
        OutcomeLikelihood(_NOTHING_SEEN, nothing),
    ]

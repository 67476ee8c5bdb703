"""Observations to evidence: what a look from above says of each duty at its place.

An observation compares an image from before the duty with a later one. Its likelihood ratio says
how much more probable its score is if the thing had changed by the later day than if all was still
as before, with the error rates of the procedure in it. It is used as it is, but for five things:

- A change the other way (something built where removal is asked) says nothing of what is asked.
- A change without direction may be another one: a share of sites that are not done changes too.
- A part of a site that is gone leaves open whether the rest is.
- An earlier image from after the duty began may show the thing done already: then nothing changes.
- Looks alike err together (`alike`).

Where nothing could be seen the ratio is exactly 1. One sensor is one origin, right or wrong as a
whole in what it shows of a duty: a small share of gross errors (the wrong place, wrong processing)
is common to all its looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from math import log10

from servanda.evidence.exclusions import Exclusions
from servanda.evidence.looks.correlated_looks import LookAnswer, weights
from servanda.evidence.looks.visibility import View, asked_change, view_of
from servanda.plurals import count_phrase
from servanda.records import (
    Bearing,
    Case,
    DateRange,
    Direction,
    Evidence,
    Finding,
    Obligation,
    ObligationKind,
    Observation,
    ObservationWithScenes,
    Precision,
    Reliability,
    Scene,
    StateSpace,
    Terms,
    Times,
    Variable,
    day,
)

__all__ = ["attach_scenes", "evidence_from_above"]

# Of a hundred sensors' series three show the wrong place or were processed wrongly. A guess: gates
# refuse what they can notice, and this is what they cannot.
_GROSS = Reliability(97.0, 3.0, "3 of 100 show the wrong place or were processed wrongly")
# Of sites where what is asked has not been done, so many show some other change of that size; so
# many parts of a site that is not done are gone. Guesses, on the side of saying less.
# [judgement; not from outside]
_OTHER_CHANGE = 0.2
_PART_GONE = 0.5
_MOST = 12.0  # decimal logarithm of a likelihood ratio: beyond this nothing changes [limit]

_FLAT = (0.5, 0.5)  # the likelihoods of done and not done where a look says nothing [definition]
_SITE_DONE = StateSpace(Variable.SITE_DONE, (0.0, 1.0), None)


def attach_scenes(
    observations: Iterable[Observation],
    scenes: Iterable[Scene],
    recorded: Mapping[str, datetime],
    *,
    simulated: bool = True,
) -> tuple[ObservationWithScenes, ...]:
    """Each observation beside its scenes, in order of time.

    recorded: when each observation was kept, by its id
    simulated: False leaves out those of scenes that were drawn and not taken
    """
    by_id = {scene.id: scene for scene in scenes}
    kept = [seen for seen in observations if simulated or not seen.simulated]
    return tuple(
        ObservationWithScenes(
            seen, by_id.get(seen.before), by_id.get(seen.after), recorded[seen.id]
        )
        for seen in sorted(kept, key=lambda seen: (seen.acquired, seen.id))
    )


def evidence_from_above(
    case: Case,
    duty: Obligation,
    terms: Terms,
    public: Iterable[ObservationWithScenes],
    left_out: Exclusions,
) -> Iterator[Evidence]:
    """What the looks say of one duty to get sites done; nothing of duties of other kinds.

    public: what could be known by the day that is asked as of
    left_out: items that were never there, so that other looks of their sensor count in full
    """
    if duty.kind is not ObligationKind.STATE:
        return
    sites = {site.id: site for site in case.sites}
    for looks in _group_looks(public):
        view = view_of(duty, terms, looks[0].observation.site, sites, looks[-1].after)
        if view is None:
            continue
        counted = [look for look in looks if not left_out.ignores(_item(duty, view, look, "", ""))]
        if view.blind_reason is None:
            yield from _look_evidence(duty, view, counted)
        elif counted:  # one item for all of them
            says = f"{count_phrase(len(counted), 'look')} from above"
            yield _item(duty, view, counted[-1], says, view.blind_reason)


def _group_looks(public: Iterable[ObservationWithScenes]) -> list[list[ObservationWithScenes]]:
    found: dict[tuple[str, str], list[ObservationWithScenes]] = {}
    for look in sorted(public, key=lambda look: (look.seen_on, look.observation.id)):
        found.setdefault((look.observation.site, look.origin), []).append(look)
    return list(found.values())


def _look_evidence(
    duty: Obligation, view: View, looks: Sequence[ObservationWithScenes]
) -> Iterator[Evidence]:
    telling = []
    for look in looks:
        unmoving = _exclusion(duty, look.observation, look.seen_on)
        if unmoving is not None:
            yield replace(
                _item(duty, view, look, _finding_text(look.observation), unmoving[1]),
                bearing=unmoving[0],
            )
        else:
            telling.append(look)
    lean = [
        _discount_earlier_change(
            duty, look, _log10_ratio(look.observation, asked_change(duty), view.part)
        )
        for look in telling
    ]
    answers = [
        LookAnswer(look.seen_on, log10_ratio > 0.0, latest_first=log10_ratio < 0.0)
        for look, log10_ratio in zip(telling, lean, strict=True)
    ]
    for look, log10_ratio, weight in zip(telling, lean, weights(answers), strict=True):
        yield _weighted_item(duty, view, look, log10_ratio, weight)


def _exclusion(duty: Obligation, seen: Observation, on: date) -> tuple[Bearing, str] | None:
    """Why a look may not move the number; None where it may."""
    if on < duty.start:
        return Bearing.BEFORE_DUTY, f"seen on {on}, before the duty began"
    if seen.finding is Finding.NOT_OBSERVABLE:
        return Bearing.NOT_OBSERVABLE, ""
    if seen.log10_likelihood_ratio == 0.0:
        return Bearing.NO_STATEMENT, "as probable if it is done as if it is not"
    if seen.log10_likelihood_ratio > 0.0 and _is_contrary(seen.direction, asked_change(duty)):
        return (
            Bearing.NO_STATEMENT,
            f"a site that was {seen.direction.value} says nothing of whether it was "
            f"{asked_change(duty).value}",
        )
    return None


def _is_contrary(direction: Direction, asked: Direction) -> bool:
    return direction not in {Direction.UNDETERMINED, asked}


def _log10_ratio(seen: Observation, asked: Direction, part: bool) -> float:
    """The decimal logarithm of the likelihood ratio of done against not done; never 0."""
    found = min(_MOST, max(-_MOST, seen.log10_likelihood_ratio))
    if found > 0.0 and seen.direction is not asked:
        found = _blur(found, _OTHER_CHANGE)
    return _blur(found, _PART_GONE) if part else found


def _discount_earlier_change(
    duty: Obligation, look: ObservationWithScenes, log10_ratio: float
) -> float:
    """The same where some of the sites that are done were done before the earlier image was taken.

    Their share is that of the duty's days so far: any day is as good as another.
    """
    if look.before is None:
        return log10_ratio
    first = look.before.acquired.astimezone(UTC).date()
    days = max(1, (look.seen_on - duty.start).days)
    share = min(1.0, max(0.0, (first - duty.start).days / days))
    return log10(share + (1.0 - share) * 10.0**log10_ratio)


def _blur(log10_ratio: float, share: float) -> float:
    """The same where a share of those that are not done look like those that are."""
    ratio = 10.0**log10_ratio
    return log10(ratio / (1.0 - share + share * ratio))


def _weighted_item(
    duty: Obligation, view: View, look: ObservationWithScenes, lean: float, weight: float
) -> Evidence:
    item = _item(duty, view, look, _finding_text(look.observation), _weight_note(lean, weight))
    if weight == 0.0:
        return replace(item, bearing=Bearing.REPEATS)
    ratio = 10.0 ** (lean * weight)
    return replace(
        item, bearing=Bearing.BEARS, if_right=(1.0 / (1.0 + ratio), ratio / (1.0 + ratio))
    )


def _weight_note(lean: float, weight: float) -> str:
    if weight == 0.0:
        return "other looks of the same sensor say so too"
    alike = "" if weight == 1.0 else f", {weight:.2f} of it beside looks alike"
    return f"{10.0 * lean:+.1f} decibans for done{alike}"


def _item(
    duty: Obligation, view: View, look: ObservationWithScenes, says: str, reason: str
) -> Evidence:
    """The look as evidence that says nothing yet."""
    seen = look.observation
    part = f"a part of {view.site}" if view.part else ""
    return Evidence(
        id=f"{duty.id}/{seen.id}",
        obligation=duty.id,
        claim=None,
        observation=seen.id,
        document=None,
        site=view.site,
        origin=look.origin,
        states=_SITE_DONE,
        if_right=_FLAT,
        if_wrong=_FLAT,
        reliability=_GROSS,
        bearing=Bearing.CANNOT_KNOW,
        score=1.0,
        times=_times(look),
        says=f"{seen.site}: {says}",
        why="; ".join(filter(None, (seen.why, part, reason, _simulation_mark(seen)))),
        reviewed=False,
    )


def _simulation_mark(seen: Observation) -> str:
    return "SIMULATED" if seen.simulated else ""


def _finding_text(seen: Observation) -> str:
    if seen.finding is Finding.NOT_OBSERVABLE:
        kind = "" if seen.blind_spot is None else f" ({seen.blind_spot.value.replace('_', ' ')})"
        return f"not observable{kind}"
    if seen.finding is Finding.UNCHANGED:
        return "unchanged"
    change = "changed" if seen.direction is Direction.UNDETERMINED else seen.direction.value
    return change if seen.changed_area_m2 is None else f"{change}, {seen.changed_area_m2:.0f} m²"


def _times(look: ObservationWithScenes) -> Times:
    """The change lies between the two images; what is as before was so up to the later one."""
    last = look.seen_on
    first = None if look.before is None else look.before.acquired.astimezone(UTC).date()
    return Times(
        happened=DateRange(None if first is None else min(first, last), last, Precision.RANGE),
        seen=day(last),
        published=look.publication,
        recorded=look.recorded,
    )

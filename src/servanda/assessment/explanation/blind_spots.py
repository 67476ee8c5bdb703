"""What could not be seen of a duty, and how far seeing it could move the number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import log10

from servanda.plurals import count_phrase
from servanda.records import (
    ActorKind,
    Bearing,
    BlindSpot,
    BlindSpotKind,
    BoundDirection,
    Case,
    Evidence,
    Obligation,
    ObligationKind,
    Observation,
    Site,
)

__all__ = ["blind_spots"]

_BELOW_GROUND = frozenset({"underground", "tunnels"})
# Objects smaller than this are not resolved by satellites that anybody can task.
# [judgement; not from outside]
_FINE_M = 1.0


def _look_decibans(right: float) -> float:
    """Decibans by which a decisive look that is right with this chance could move the odds."""
    return round(10.0 * log10(right / (1.0 - right)), 2)


_INSPECTION = _look_decibans(0.95)  # people on the spot, free to look where they like
_IMAGE = _look_decibans(0.90)  # a usable image of the right place


def blind_spots(
    obligation: Obligation,
    case: Case,
    evidence: Sequence[Evidence],
    observations: Mapping[str, Observation] | None = None,
) -> tuple[BlindSpot, ...]:
    """The duty's blind spots, largest first.

    observations: by id, those that the evidence rests on
    """
    spots = [spot for rule in _RULES for spot in rule(obligation, case, evidence)]
    spots += _obstacle_spots(evidence, observations or {})
    return tuple(sorted(spots, key=lambda spot: (-spot.decibans, spot.kind.value)))


def _obstacle_spots(
    evidence: Sequence[Evidence], observations: Mapping[str, Observation]
) -> Iterator[BlindSpot]:
    """One blind spot for each kind of obstacle that spoilt looks."""
    for kind, items in _spoilt_looks(evidence, observations).items():
        last = max(items, key=lambda item: (_seen_day(item), item.id))
        sites = count_phrase(len({item.site for item in items}), "site")
        hidden = {item.site for item in items if not _has_later_look(item, evidence)}
        yield BlindSpot(
            kind,
            f"{count_phrase(len(items), 'look')} at {sites} told nothing, "
            f"the last on {_seen_day(last)}: "
            f"{observations[last.observation or ''].why}; {len(hidden)} of these not seen since",
            _IMAGE if hidden else 0.0,
        )


def _spoilt_looks(
    evidence: Sequence[Evidence], observations: Mapping[str, Observation]
) -> dict[BlindSpotKind, list[Evidence]]:
    """The looks that showed nothing, by what kept them from it."""
    spoilt: dict[BlindSpotKind, list[Evidence]] = {}
    for item in evidence:
        look = observations.get(item.observation or "")
        if item.bearing is Bearing.NOT_OBSERVABLE and look is not None:
            spoilt.setdefault(look.blind_spot or BlindSpotKind.GATE, []).append(item)
    return spoilt


def _seen_day(item: Evidence) -> date:
    return item.times.seen.public_on


def _has_later_look(spoilt: Evidence, evidence: Sequence[Evidence]) -> bool:
    """True if a later look at the same site told something."""
    return any(
        item.bearing in {Bearing.BEARS, Bearing.REPEATS}
        and item.observation is not None
        and item.site == spoilt.site
        and _seen_day(item) >= _seen_day(spoilt)
        for item in evidence
    )


def _underground(
    obligation: Obligation, case: Case, evidence: Sequence[Evidence]
) -> Iterator[BlindSpot]:
    if obligation.aspect in _BELOW_GROUND:
        yield BlindSpot(
            BlindSpotKind.UNDERGROUND,
            f"{obligation.aspect} parts show neither in images nor to watchers at a distance",
            _INSPECTION,
        )


def _below_resolution(
    obligation: Obligation, case: Case, evidence: Sequence[Evidence]
) -> Iterator[BlindSpot]:
    size = obligation.min_size_m
    if size is not None and size < _FINE_M:
        yield BlindSpot(
            BlindSpotKind.BELOW_RESOLUTION,
            f"what matters is {size:g} m across, too small for images from space",
            _IMAGE,
        )


def _unknown_location(
    obligation: Obligation, case: Case, evidence: Sequence[Evidence]
) -> Iterator[BlindSpot]:
    by_id: Mapping[str, Site] = {site.id: site for site in case.sites}
    nowhere = [by_id[site] for site in obligation.sites if by_id[site].geometry is None]
    if nowhere:
        why = nowhere[0].no_geometry_reason or "not published"
        yield BlindSpot(
            BlindSpotKind.LOCATION_UNKNOWN,
            f"{len(nowhere)} of {len(obligation.sites)} sites have no known place: {why}",
            _IMAGE,
        )


def _no_looks(
    obligation: Obligation, case: Case, evidence: Sequence[Evidence]
) -> Iterator[BlindSpot]:
    if not any(item.bearing is Bearing.BEARS for item in evidence):
        yield BlindSpot(
            BlindSpotKind.NOT_LOOKED,
            f"nothing in the record says whether it was {_asked_of(obligation)}",
            _INSPECTION,
        )


def _asked_of(obligation: Obligation) -> str:
    """What one would like to know of a duty: a duty to abstain is not done but broken."""
    bound = obligation.bound
    stays_within = bound is not None and bound.direction is BoundDirection.AT_MOST
    if obligation.kind is ObligationKind.ABSTAIN:
        return "broken"
    return "kept to" if stays_within else "done"


def _no_access(
    obligation: Obligation, case: Case, evidence: Sequence[Evidence]
) -> Iterator[BlindSpot]:
    inspectable = obligation.kind in {ObligationKind.STATE, ObligationKind.LEVEL}
    watched = bool(obligation.watchers) or _is_looked_at(obligation, case, evidence)
    if inspectable and obligation.verification is None and not watched:
        yield BlindSpot(
            BlindSpotKind.NO_ACCESS, "no verification was agreed, so nobody may look", _INSPECTION
        )


def _is_looked_at(obligation: Obligation, case: Case, evidence: Sequence[Evidence]) -> bool:
    """True if a body that is no party to it has told of it: so somebody does look."""
    bodies = {actor.id for actor in case.actors if actor.kind is ActorKind.INTERNATIONAL_BODY}
    parties = {
        party
        for text in case.instruments
        if text.id == obligation.instrument
        for party in text.parties
    }
    tellers = {item.origin for item in evidence if item.bearing is Bearing.BEARS}
    return bool(tellers & (bodies - parties - set(obligation.bearers)))


_RULES = (_underground, _below_resolution, _unknown_location, _no_looks, _no_access)

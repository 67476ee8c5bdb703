"""What a look from above can tell of a duty, and what it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servanda.evidence.relevance.act_classes import acts_of
from servanda.records import Direction, Obligation, ObligationKind, Scene, Site, Terms, VerbClass

__all__ = ["View", "asked_change", "shows_from_above", "view_of"]

# What shows in no image from above, or is gone before the next one.
_UNSEEN = frozenset(
    {"underground", "tunnels", "firing slits", "personnel", "troops", "weapons", "equipment"}
)
_CHANGES = {VerbClass.REMOVE: Direction.CLEARED, VerbClass.BUILD: Direction.BUILT}


@dataclass(frozen=True, slots=True)
class View:
    """One duty as seen from above one place."""

    site: str  # of the duty; or the place itself, where the duty is blind to it
    part: bool  # the place is a part of the site
    blind_reason: str | None  # why nothing that is seen there can tell of the duty


def asked_change(duty: Obligation) -> Direction:
    """The change that doing what is asked leaves to be seen; undetermined where none is known."""
    acts = acts_of(duty)
    return next((_CHANGES[act] for act in _CHANGES if act in acts), Direction.UNDETERMINED)


def shows_from_above(duty: Obligation) -> bool:
    """Whether a fine enough image of the duty's sites could tell whether it is kept."""
    known = asked_change(duty) is not Direction.UNDETERMINED and duty.min_size_m is not None
    return duty.kind is ObligationKind.STATE and known and duty.aspect not in _UNSEEN


def view_of(
    duty: Obligation,
    terms: Terms,
    place: str,
    sites: Mapping[str, Site],
    scene: Scene | None,
) -> View | None:
    """How a look at a place bears on a duty; None where the duty is about other places.

    scene: one of those looked at, for the size of its pixels
    """
    inside = next((name for name in _place_and_ancestors(place, sites) if name in duty.sites), None)
    if inside is None and not any(
        place in _place_and_ancestors(site, sites) for site in duty.sites
    ):
        return None
    if inside is None:
        return View(place, False, "shows a larger place, and not which part of it changed")
    return View(inside, inside != place, next(_blind_reasons(duty, terms, scene), None))


def _place_and_ancestors(place: str, sites: Mapping[str, Site]) -> Iterator[str]:
    """The place and all that it is part of; a circle ends where it closes."""
    seen: set[str] = set()
    at: str | None = place
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = sites[at].parent if at in sites else None


def _blind_reasons(duty: Obligation, terms: Terms, scene: Scene | None) -> Iterator[str]:
    if duty.aspect in _UNSEEN:
        yield f"{duty.aspect} cannot be seen from above"
    if asked_change(duty) is Direction.UNDETERMINED:
        yield f"what it leaves to be seen from above to {duty.verb} is not known"
    if duty.min_size_m is None:
        yield "the case gives no size of what would have to be seen (min_size_m)"
    elif scene is not None and duty.min_size_m < scene.resolution_m:
        yield (
            f"what matters is {duty.min_size_m:g} m across, less than one pixel of "
            f"{scene.resolution_m:g} m"
        )
    if len(duty.sites) > terms.sites:
        yield (
            f"the duty names {len(duty.sites)} sites and asks for {terms.sites}: "
            "which of them is not said"
        )

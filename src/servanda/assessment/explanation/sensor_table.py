"""What can look at a site: one table, each number with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.records import CollectionKind, Obligation, ObligationKind

__all__ = ["BELOW_GROUND", "SENSORS", "Sensor", "why_blind"]

BELOW_GROUND = frozenset({"underground", "tunnels"})

# Pixels that a thing has to span to be told from its surroundings: detection needs about two,
# saying that it is gone rather than hidden or in shadow about three.
# [judgement; `min_size_m` in the case says how large the thing is]
PIXELS = 3.0


@dataclass(frozen=True, slots=True)
class Sensor:
    """One way to look: how finely, how often it works, and how often it is right.

    A look at many sites is one report: right or wrong as a whole, like a count that a source gives.
    If it is right, the sites are seen independently, each with the small errors below.
    """

    id: str
    name: str
    kind: CollectionKind
    resolution_m: float | None  # None: people on the spot see things of any size
    usable: float  # chance that one pass or visit yields a result, 0..1
    usable_below: float  # chance that it yields a result about what lies below ground
    right: float  # chance that it is right as a whole
    detects: float  # if right: chance of seeing that a site is done where it is
    false_alarm: float  # if right: chance of seeing a site done where it is not
    why: str


# 55 % of all land lies under cloud at any one time: King et al. (2013), IEEE Transactions on
# Geoscience and Remote Sensing 51(7), 3826-3852. [paper; King et al. 2013]
_CLEAR = 0.45

SENSORS = (
    Sensor(
        id="inspection",
        name="visit by inspectors",
        kind=CollectionKind.INSPECTION,
        resolution_m=None,
        usable=1.0,
        # Ground radar and cameras on cables find what is hollow, not what was filled and hidden;
        # mines and fallen rock keep teams out. No better than three visits in five.
        usable_below=0.6,
        right=0.95,  # as in blind_spots: people on the spot, free to look where they like
        detects=0.98,
        false_alarm=0.02,
        why="people on the spot, free to look where they like",
    ),
    Sensor(
        id="commercial-image",
        name="commercial image, 0.3-0.7 m",
        kind=CollectionKind.IMAGE,
        resolution_m=0.5,
        usable=_CLEAR,
        usable_below=0.0,
        right=0.90,  # as in blind_spots: a usable image of the right place
        detects=0.95,
        false_alarm=0.05,
        why="anybody can order one; every other pass is clouded",
    ),
    Sensor(
        id="radar-image",
        name="radar image, 1 m",
        kind=CollectionKind.IMAGE,
        resolution_m=1.0,
        usable=1.0,
        usable_below=0.0,
        right=0.85,  # speckle and layover: a razed building and a roofless one look alike
        detects=0.90,
        false_alarm=0.10,
        why="sees through cloud and at night; harder to read",
    ),
    Sensor(
        id="free-image",
        name="free image, 10 m",
        kind=CollectionKind.IMAGE,
        resolution_m=10.0,
        usable=_CLEAR,
        usable_below=0.0,
        right=0.90,
        detects=0.85,
        false_alarm=0.10,
        why="Sentinel-2 class, every five days at no cost; every other pass is clouded",
    ),
)


def why_blind(sensor: Sensor, obligation: Obligation) -> str | None:
    """Why the sensor can tell nothing about the duty; None if it can."""
    return next((why for rule in _RULES for why in rule(sensor, obligation)), None)


def _acts(sensor: Sensor, obligation: Obligation) -> Iterator[str]:
    if obligation.kind in {ObligationKind.ACT, ObligationKind.ABSTAIN}:
        yield "it is about what somebody does, which leaves nothing to be looked at later"
    elif obligation.kind is ObligationKind.LEVEL and sensor.kind is CollectionKind.IMAGE:
        yield "an amount is counted or measured on the spot, not seen from above"


def _no_site(sensor: Sensor, obligation: Obligation) -> Iterator[str]:
    if not obligation.sites:
        yield "the case names no site to look at"


def _underground(sensor: Sensor, obligation: Obligation) -> Iterator[str]:
    if sensor.kind is CollectionKind.IMAGE and obligation.aspect in BELOW_GROUND:
        yield f"{obligation.aspect} parts do not show from above"


def _too_small(sensor: Sensor, obligation: Obligation) -> Iterator[str]:
    if sensor.resolution_m is None:
        return
    size, needed = obligation.min_size_m, PIXELS * sensor.resolution_m
    if size is None:
        yield "the case gives no size of what would have to be seen (min_size_m)"
    elif size < needed:
        yield f"what matters is {size:g} m across; this shows things from {needed:g} m on"


_RULES = (_acts, _no_site, _underground, _too_small)

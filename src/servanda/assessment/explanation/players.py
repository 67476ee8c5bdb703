"""Who moves a number: origins, watchers' silences, and what is known of coupled duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.coalition_masses import (
    CoalitionMasses,
    Flags,
    masses_of_single_reports,
    tells_something,
)
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import odds_decibans
from servanda.assessment.model.arrays import Array
from servanda.records import LineKind

__all__ = ["Game", "Player", "players_of"]


@dataclass(frozen=True, slots=True)
class Player:
    """One cause with all that it says of the duty, and of those coupled to it."""

    kind: LineKind
    origin: str | None  # None for the evidence of others on coupled duties
    own: tuple[Report, ...]
    coupled: tuple[Report, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """All that it says."""
        return self.own + self.coupled

    @property
    def tells_something(self) -> bool:
        """False if it says nothing between the values of any duty, and so moves nothing."""
        return any(tells_something(report) for report in self.reports)


def players_of(model: DutyModel) -> tuple[Player, ...]:
    """Every origin that speaks of the duty, then what others say of duties coupled to it."""
    coupled = [report for part in model.coupled for report in part.reports]
    origins = sorted({report.origin for report in model.part.reports})
    players = []
    for origin in origins:
        own = tuple(report for report in model.part.reports if report.origin == origin)
        more = tuple(report for report in coupled if report.origin == origin)
        silent = all(report.watch is not None for report in own)
        kind = LineKind.SILENCE if silent else LineKind.ORIGIN
        players.append(Player(kind, origin, own, more))
    others = tuple(report for report in coupled if report.origin not in origins)
    if others:
        players.append(Player(LineKind.COUPLING, None, (), others))
    return tuple(players)


@dataclass(frozen=True, slots=True)
class Game:
    """The log odds of one row for any coalition of players: one function of who is heard."""

    model: DutyModel
    wanted: Array  # (value,) 1 where the row is met
    players: tuple[Player, ...]
    cache: MassCache
    parts: tuple[CoalitionMasses, ...] = field(init=False)  # the duty, then those coupled to it

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(map(CoalitionMasses.of, self.model.parts)))

    def values(self, heard: Flags) -> tuple[Array, int]:
        """(coalition,) decibans of the odds; and how many ways were summed.

        heard: (coalition, player)
        """
        return self.values_apart(heard, heard)

    def values_apart(self, own: Flags, coupled: Flags) -> tuple[Array, int]:
        """`values`, where of some players only what they say of the one or the other is heard."""
        masses, summed = [], 0
        for place, part in enumerate(self.parts):
            mass, ways = part.masses(
                self._heard_origins(coupled if place else own, part), self.cache
            )
            masses.append(mass)
            summed += ways
        return self._odds(masses), summed

    def values_of_single_reports(self, player: Player) -> tuple[Array, Array]:
        """(report,) decibans of the odds with each report alone: of the duty, of coupled ones."""
        nobody = np.zeros((1, len(self.players)), dtype=bool)
        silent = [
            part.masses(self._heard_origins(nobody, part), self.cache)[0] for part in self.parts
        ]
        own: list[Array] = []
        coupled: dict[str, float] = {}
        for place, part in enumerate(self.parts):
            said = player.coupled if place else player.own
            reports = [report for report in said if report in part.part.reports]
            if not reports:
                continue
            alone = masses_of_single_reports(part.part, reports, self.cache)
            odds = self._odds([*silent[:place], alone, *silent[place + 1 :]])
            if place:
                coupled |= {r.evidence: float(o) for r, o in zip(reports, odds, strict=True)}
            else:
                own = [odds]
        return (
            own[0] if own else np.zeros(0),
            np.array([coupled[report.evidence] for report in player.coupled]),
        )

    def _odds(self, masses: Sequence[Array]) -> Array:
        return odds_decibans(self.model.combine_coalitions(masses, self.cache), self.wanted)

    def _heard_origins(self, heard: Flags, part: CoalitionMasses) -> Flags:
        """(coalition, origin of the part) True where the player that brings it is heard."""
        brings = {
            report.origin: place
            for place, player in enumerate(self.players)
            for report in player.reports
        }
        return heard[:, [brings[origin] for origin in part.origins]]

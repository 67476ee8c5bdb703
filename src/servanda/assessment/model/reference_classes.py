"""How often bearers keep such duties, where that was counted for texts of the same kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.records import Instrument, ReferenceClass

__all__ = ["priors_of_class"]


@dataclass(frozen=True, slots=True)
class _GoodFaith:
    """Beta parameters of how often bearers mean to keep such duties."""

    keeps: float
    breaks: float


# Of Colombia's 578 stipulations 30 % were complete after five years, 19 % in between, 37 % begun
# and 15 % not (Peace Accords Matrix, Kroc Institute). A bearer that means to keep its word has
# finished by then with .85, one that does not with about .05, so three in ten mean to; a third,
# with the weight of three duties, is that taken wide: it is one accord. [measured; Kroc Institute]
_KEPT: Mapping[ReferenceClass, _GoodFaith] = {ReferenceClass.PEACE_ACCORD: _GoodFaith(1.0, 2.0)}


def priors_of_class(priors: Priors, instrument: Instrument) -> Priors:
    """The priors for duties of that text; what somebody has changed in them stays changed."""
    if instrument.reference_class is None:
        return priors
    kept = _KEPT[instrument.reference_class]
    return replace(
        priors,
        keeps=kept.keeps * priors.keeps / DEFAULT_PRIORS.keeps,
        breaks=kept.breaks * priors.breaks / DEFAULT_PRIORS.breaks,
    )

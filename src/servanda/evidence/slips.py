"""How often origins err, in the likelihood of any kind of report."""

from __future__ import annotations

from servanda.evidence.sides import Side

__all__ = ["PRAISES", "SLIP"]

SLIP = 0.02  # a right origin errs by so little
# The chance that an origin which is wrong says all the same that the duty is kept. A party that
# speaks of itself nearly always would; the other party gains least by praising its opponent.
PRAISES = {Side.OWN: 0.9, Side.OTHER: 0.3, Side.THIRD: 0.5, Side.UNKNOWN: 0.5}

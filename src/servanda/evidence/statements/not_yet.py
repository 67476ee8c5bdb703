"""What a plan or a demand tells: that the act it names was, on the whole, not done by then.

Who promises or asks for an act says nothing of what is so, yet such texts are so many times as
common while a duty is still to be done as after. With k that ratio, as many states kept as not,

    P(planned | x, right) = 2 k / (1 + k)  for x where the duty is not done
    P(planned | x, right) = 2 / (1 + k)    for x where it is

beside how common such texts are, so on average it is 1. Origins that are wrong plan as they like:
1. For duties to refrain, levels and rates k is 1: they are promised as long as they last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from servanda.records import Label, ObligationKind

__all__ = ["NOT_YET", "PLANS", "speaks_of_more", "tells_not_yet", "told_by_plan"]

Vector = tuple[float, ...]

# Times as common a page before the duty is done as after it, of duties that were done.
# [measured; python -m scripts.reading_shares]
NOT_YET: Mapping[Label, Mapping[ObligationKind, float]] = {
    Label.INTENDED: {ObligationKind.ACT: 4.5, ObligationKind.STATE: 3.7},
    Label.DEMANDED: {ObligationKind.ACT: 2.6, ObligationKind.STATE: 1.5},
}
PLANS = tuple(NOT_YET)

# Words by which a plan is one of more of the same, so that some may be done. [grammar]
_MORE = re.compile(
    r"\b(?:again|second|third|further|another|more(?!\s+than)|continu\w+|resum\w+)\b", re.I
)


def told_by_plan(
    label: Label, kind: ObligationKind, keeping: tuple[bool, ...], *, more: bool
) -> Vector:
    """How much likelier such a text is in each state than on average; 1 where it tells nothing.

    keeping: of each state whether the duty is done there
    more: the text plans more of what was begun
    """
    times = NOT_YET[label][kind] if tells_not_yet(label, kind, more=more) else 1.0
    return tuple((2.0 if keeps else 2.0 * times) / (1.0 + times) for keeps in keeping)


def tells_not_yet(label: Label, kind: ObligationKind, *, more: bool) -> bool:
    """True if a text of that label tells that the duty is not done yet."""
    return not more and kind in NOT_YET.get(label, {})


def speaks_of_more(sentence: str) -> bool:
    """True if what it plans may have been begun: "a second convoy", "will continue"."""
    return _MORE.search(sentence) is not None

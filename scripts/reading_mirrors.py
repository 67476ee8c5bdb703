"""How often a sentence tells of a duty whose bearer it does not name, where it names its mirror's.

    python -m scripts.reading_mirrors

counts it over `corpus/reading`, for `servanda/claims/statements/mirrored.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from scripts.reader.pairs import agreement_names, obligation_of, worded_page
from scripts.reading_corpus import DIRECTIONS, Agreement, agreements
from servanda.claims.statements.mirrored import mirrored_duties
from servanda.claims.statements.wording import duty_wordings

__all__ = ["NamedTellings", "named_tellings"]

_TELLS = frozenset({"for", "part", "against"})


@dataclass(frozen=True, slots=True)
class NamedTellings:
    """Sentences that name one bearer of two mirrored duties; once for each two such duties."""

    of_either: int  # they tell that one of the two, or both, is kept, kept in part or broken
    of_unnamed: int  # of these, they tell so of the one whose bearer they do not name


def named_tellings(labelled: Iterable[Agreement]) -> NamedTellings:
    """Counted over the labelled lines of all pages; the first label of a line and duty counts."""
    told = [pair for agreement in labelled for pair in _told_by_name(agreement)]
    return NamedTellings(sum(map(any, told)), sum(unnamed for _, unnamed in told))


def _told_by_name(agreement: Agreement) -> Iterator[tuple[bool, bool]]:
    """Whether each sentence that names one bearer tells of its duty, and of the other's."""
    names = agreement_names(agreement)
    duties = duty_wordings([obligation_of(duty) for duty in agreement.duties], names)
    flags = mirrored_duties(duties)
    mirrored = [(duties[row], duties[other]) for row, other in np.argwhere(np.triu(flags))]
    telling = {
        (row.page, row.number, row.duty): DIRECTIONS[row.label] in _TELLS
        for row in reversed(agreement.labels)
    }
    for page in agreement.pages if mirrored else ():
        worded = worded_page(page, names)
        for passage, (first, second) in product(range(len(page.sentences)), mirrored):
            named = [bool(duty.bearers & worded.actors(passage)) for duty in (first, second)]
            if named[0] != named[1]:
                pair = (first, second) if named[0] else (second, first)
                own, other = (telling.get((page.id, passage + 1, duty.id), False) for duty in pair)
                yield own, other


if __name__ == "__main__":
    counted = named_tellings(agreements())
    print(f"{counted.of_unnamed} of {counted.of_either}")

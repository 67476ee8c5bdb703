"""The people, places and events that a reader knows of a case."""

from __future__ import annotations

from servanda.claims.lexicon.gazetteer import GAZETTEER
from servanda.records import Case, Names

__all__ = ["names_of"]


def names_of(case: Case | None) -> Names:
    """What a reader may know: the case's own people, places and dated events."""
    if case is None:
        return Names((), GAZETTEER, ())
    dated = tuple(event for event in case.events if event.when.has_date)
    return Names(case.actors, case.sites, dated)
